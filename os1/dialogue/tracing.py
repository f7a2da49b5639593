"""How a reply came about, in words."""

from os1.dialogue.context import CONTEXT_TURNS, Match


def explain(match: Match) -> tuple[str, ...]:
    """One step a line: what was heard, what it fits, which rule that is and why it may answer."""
    rule = match.rule
    steps = [f'heard "{match.heard}"']
    if match.back:
        steps[0] += ", which is a part of what was said"
    if match.stage == "repair":
        steps.append(f'probably meant "{match.meant}" (cost {match.cost:.2f})')
        steps.append(f'which fits "{match.template}"')
    elif match.stage == "paraphrase":
        steps.append(f'is like its example "{match.meant}" (likeness {match.likeness:.2f})')
    else:
        steps.append(f'fits "{match.template}" ({match.stage})')
    where = f'rule "{rule.id}" ({rule.place.file}, line {rule.place.line})'
    if match.age < CONTEXT_TURNS:
        where += ", as an answer to " + ("her last turn" if match.age == 0 else "the turn before")
    steps.append(where)
    steps.extend(f'{name} is "{value}"' for name, value in sorted(match.slots.items()))
    return tuple(steps)
