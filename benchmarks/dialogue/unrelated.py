"""Sentences about nothing she was written for: every answer to one is a false one.

Three kinds: questions as people ask other machines, statements put together from words
of crafts and sciences, and prose of Python's own documentation.
"""

import pydoc_data.topics
import random
import re

from benchmarks.dialogue.workload import SEED

STATEMENTS, PROSE = 300, 300
QUESTIONS = """
how do i descale an espresso machine with citric acid
what is the boiling point of ethanol at high altitude
how many teaspoons are in a quarter of a cup
convert ninety pounds to kilograms
which amendment protects against unreasonable searches
how deep is the mariana trench in fathoms
what is the exchange rate between the zloty and the krona
how do i file an amended tax return for two years ago
what does a carburetor float needle do
is a tomato botanically a berry
how long should concrete cure before it bears weight
which enzyme unwinds the double helix
what year was the treaty of westphalia signed
how do i rotate a matrix in place
what is the capital gains rate on inherited property
how often should brake fluid be flushed
who holds the record for the most wickets in test cricket
what is the torque specification for these lug nuts
does the pharmacy on elm street accept this insurance
how do you graft an apple tree onto old rootstock
what is the atomic number of molybdenum
which planet has the shortest rotation period
how do i unblock a sink without chemicals
what is the statute of limitations on breach of contract
how do i get candle wax out of a tablecloth
when does the seven forty express depart from platform two
what is the difference between a stalactite and a stalagmite
how many calories does an hour of rowing burn
which file format keeps transparency without loss
how do i calculate compound interest by the month
what is the gestation period of an alpaca
how do i sharpen the chain of a chainsaw
what is the minimum tire tread depth required by law
who discovered the electron and in which laboratory
how do i reset the circuit breaker in the garage
what is the correct pitch for a slate roof
which vitamins dissolve in fat
how do i terminate an ethernet cable
what is the population density of bangladesh
how is parmesan aged and for how many months
what does the third law of thermodynamics say
how do i prune a climbing hydrangea in winter
what is the drawback of a two stroke engine
which countries border the caspian sea
how do i proof sourdough overnight in the fridge
what is the maximum payload of that delivery van
how do i bleed the air out of a radiator
what does the suffix itis mean in medicine
how many players are on a water polo team
what is the melting point of solder without lead
how thick must safety glass be for a skylight
which mushroom is often mistaken for the chanterelle
how do i balance a chemical equation with three unknowns
what was the tonnage of the largest clipper
how is the index of consumer prices weighted
what are the side effects of this antihistamine
how do i calibrate a torque wrench
which gauge of wire carries thirty amperes safely
what is the legal blood alcohol limit for cyclists
how do i convert a decimal fraction to octal
what is the half life of cesium one hundred thirty seven
how many furlongs are in a mile and a half
which glaze turns turquoise in a reduction kiln
what is the offside rule in field hockey
how do i replace the washer of a dripping faucet
what is the average rainfall of bergen in october
which composer wrote the most string quartets
how do i reverse a linked list without recursion
what is the toll for a truck with three axles
how many stitches should i cast on for a size ten mitten
what is the shelf life of powdered egg
which clause of the lease covers subletting
how do i remove rust from a cast iron skillet
what is the current yield on ten year bonds
how fast does bamboo grow in subtropical soil
which muscles does the overhead press work
what is the airspeed of a migrating swallow
how do i degrease a bicycle chain with paraffin
what is the pension age for railway workers
how is the volume of a truncated cone found
what are the symptoms of late blight on tomatoes
which lens has the least distortion at the edges
how do i set up port forwarding on a router
what is the deductible on collision coverage
how many bishops sit in the upper chamber
what is the tensile strength of mild steel
how do i winterize an outboard motor
which dialect of latin survived in sardinia
what is the surcharge for oversized luggage
how do i transpose a clarinet part to concert pitch
what is the quorum for a shareholders meeting
how many megabytes does an hour of lossless audio take
which isotope is used to date volcanic rock
what is the filing deadline for the quarterly report
how do i splice a three strand rope
what is the recommended dose of ibuprofen for a child
how many liters does a standard bathtub hold
which fuse blows when the wipers stick
what is the postal code for the old harbor district
how do i season a new wok over a gas flame
""".strip().splitlines()
_SUBJECTS = """the alloy|a saturated solution|the appellate court|this compiler|the left ventricle|
an induction motor|the sediment|a diesel generator|the bond market|each shareholder|the glacier|
the goalkeeper|a retaining wall|the enzyme|every subroutine|the municipal council|a ball bearing|
the semiconductor|the vaccine|an arbitration clause|the tectonic plate|the hydraulic pump|
this cultivar|the treasury|the spectrometer""".replace("\n", "").split("|")
_PREDICATES = """corrodes within months unless|was overturned in the second instance because|
absorbs twice as much heat when|needs recalibration whenever|loses pressure as soon as|
deposits a thin layer of silt where|exceeds the permitted tolerance if|is taxed at source unless|
yields about nine percent a year while|contracts faster than expected once|
was excavated by hand until|conducts poorly below freezing although|
must be notarized before|oscillates at low frequency whenever|
outperformed the benchmark even though""".replace("\n", "").split("|")
_CIRCUMSTANCES = """the coolant is replaced on schedule|both parties waive their objections|
the cathode is coated with zinc|humidity rises above eighty percent|the defendant appeals|
interest rates are lowered abruptly|the gasket has been seated properly|
the runtime releases its buffers|groundwater seeps through the limestone|
the referee consults the replay|the catalyst is contaminated|two thirds of the members abstain|
the monsoon arrives early|the transcript has been certified|voltage drops across the resistor|
the subsidy expires in autumn|the larvae have hatched|a second opinion is sought|
the foundation settles unevenly|customs officers inspect the cargo""".replace("\n", "").split("|")


def sentences() -> list[str]:
    """All of them, each once."""
    return list(dict.fromkeys((*QUESTIONS, *_statements(), *_prose())))


def _statements() -> list[str]:
    rng = random.Random(SEED)
    return [
        " ".join(rng.choice(part) for part in (_SUBJECTS, _PREDICATES, _CIRCUMSTANCES))
        for _ in range(STATEMENTS)
    ]


def _prose() -> list[str]:
    """Sentences of plain words, five to twenty-five of them."""
    found: list[str] = []
    for name in sorted(pydoc_data.topics.topics):
        for paragraph in pydoc_data.topics.topics[name].split("\n\n"):
            text = " ".join(paragraph.split())
            for sentence in re.split(r"(?<=[.?!])\s+", text):
                plain = re.fullmatch(r"[A-Z][A-Za-z',\- ]+[.?!]", sentence)
                if plain and 5 <= len(sentence.split()) <= 25:
                    found.append(sentence)
    found = list(dict.fromkeys(found))
    return random.Random(SEED).sample(found, min(PROSE, len(found)))
