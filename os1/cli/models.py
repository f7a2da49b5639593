"""`os1 models`: list, install, verify and remove speech models."""

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path

from os1.cli.context import Commands, Context, say, say_json, say_table, tell
from os1.cli.prompts import Meter, agreed, megabytes
from os1.errors import ModelError, ModelMissing, Os1Error, UsageError
from os1.paths import catalog_file, ensure_writable
from os1.speech.models.catalog import MODEL_NAME, CatalogModel, load_catalog
from os1.speech.models.choose import choose_recogniser
from os1.speech.models.install import (
    Origin,
    install_from_archive,
    install_from_catalog,
    install_from_folder,
    partial_file,
)
from os1.speech.models.store import (
    InstalledModel,
    changing,
    remove_model,
    scan_models,
    verify_installed,
)
from os1.speech.models.vosk import guess_language
from os1.speech.models.weights import (
    WHISPER_FILES,
    WHISPER_LICENCE,
    WHISPER_NAME,
    WHISPER_SIZE_BYTES,
    verify_whisper,
    whisper_folder,
)

_ARCHIVE_SUFFIXES = (".zip", ".tar.gz", ".tgz", ".tar")


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add `os1 models` and what it can do."""
    parser = commands.add_parser("models", parents=[common], help="speech models: list, install...")
    actions = parser.add_subparsers(dest="models_command", required=True, metavar="COMMAND")
    listing = actions.add_parser("list", parents=[common], help="what is installed, what can be")
    listing.add_argument("--json", action="store_true", help="one model a line, for programs")
    listing.set_defaults(run=run_list)
    install = actions.add_parser(
        "install", parents=[common], help="download a listed model, or take one from a file"
    )
    install.add_argument(
        "target", metavar="MODEL", help="a name from the list, or a Vosk archive or folder of yours"
    )
    install.add_argument("--name", default="", help="install a file or folder by this name")
    install.add_argument("--language", default="", help="its language, such as en-us")
    install.add_argument("--force", action="store_true", help="replace it even if it is whole")
    install.add_argument("-y", "--yes", action="store_true", help="do not ask")
    install.set_defaults(run=run_install)
    verify = actions.add_parser("verify", parents=[common], help="check installed models' files")
    verify.add_argument("targets", nargs="*", metavar="NAME", help="which ones; all if none")
    verify.set_defaults(run=run_verify)
    remove = actions.add_parser("remove", parents=[common], help="delete an installed model")
    remove.add_argument("target", metavar="NAME")
    remove.add_argument("-y", "--yes", action="store_true", help="do not ask")
    remove.set_defaults(run=run_remove)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the list. state: embedded, installed, damaged, missing or available."""

    name: str
    kind: str
    language: str
    state: str
    size_bytes: int
    licence: str
    where: str
    problem: str = ""


def run_list(args: argparse.Namespace, context: Context) -> int:
    """Print every model: with OS1, installed, to be had; and which one `auto` takes."""
    rows = _rows(context)
    chosen = _automatic_choice(context)
    if args.json:
        for row in rows:
            say_json({"event": "model", **asdict(row), "auto": row.name == chosen})
        return 0
    headings = ("NAME", "KIND", "LANGUAGE", "STATE", "SIZE", "LICENCE", "WHERE")
    cells = [
        (
            row.name,
            row.kind,
            row.language or "?",
            row.state,
            megabytes(row.size_bytes),
            row.licence or "?",
            row.where,
        )
        for row in rows
    ]
    say_table([headings, *cells])
    for row in rows:
        if row.problem:
            say(f"{row.name}: {row.problem}")
    say()
    say(f"With `--recogniser auto` she hears with: {chosen or 'nothing; no model is installed'}")
    return 0


def run_install(args: argparse.Namespace, context: Context) -> int:
    """Install by name from the catalogue, or from a file or folder."""
    known = {model.name: model for model in load_catalog(catalog_file())}
    try:
        if args.target in known:
            if args.name or args.language:
                raise UsageError("--name and --language are for your own files and folders.")
            return _install_known(known[args.target], args, context)
        return _install_own(known, args, context)
    except KeyboardInterrupt:
        tell(f"Stopped; nothing was installed. {_kept(args.target, known, context)}".strip())
        raise


def run_verify(args: argparse.Namespace, context: Context) -> int:
    """Check files against what they should be; the worst outcome is the exit code."""
    installed = {model.name: model for model in scan_models(context.paths.model_folders)}
    worst = 0
    for name in args.targets or [WHISPER_NAME, *installed]:
        try:
            say(_verified(name, installed))
        except Os1Error as error:
            tell(f"{name}: {error}")
            worst = max(worst, error.exit_code)
    return worst


def run_remove(args: argparse.Namespace, context: Context) -> int:
    """Delete an installed model, after asking."""
    if args.target == WHISPER_NAME:
        raise UsageError(
            f"{WHISPER_NAME} comes with OS1 and cannot be removed.",
            "It is only used when no Vosk model is chosen.",
        )
    model = _find(args.target, {m.name: m for m in scan_models(context.paths.model_folders)})
    tell(f"{model.name} ({megabytes(model.size_bytes)}) in {model.entry}")
    if not agreed("Remove it?", already=args.yes):
        return 1
    with changing(model.entry.parent):
        remove_model(model)
    say(f"Removed {model.name}.")
    return 0


def _install_known(model: CatalogModel, args: argparse.Namespace, context: Context) -> int:
    if _is_there(model.name, args, context):
        return 0
    paths = context.paths
    tell(f"{model.name}: {model.summary}")
    on_disk = megabytes(model.installed_bytes)
    tell(f"  size     {megabytes(model.size_bytes)} to download, about {on_disk} installed")
    tell(f"  licence  {model.licence}")
    tell(f"  source   {model.source}")
    tell(f"  fetched  {model.url}")
    tell(f"  to       {paths.models_dir / model.name}")
    if not agreed("Download and install it?", already=args.yes):
        return 1
    ensure_writable(paths.models_dir)
    ensure_writable(paths.cache_dir)
    meter = Meter()
    try:
        folder = install_from_catalog(model, paths.models_dir, paths.cache_dir, meter.show)
    finally:
        meter.end()
    say(f"Installed {model.name} in {folder}.")
    return 0


def _install_own(known: dict[str, CatalogModel], args: argparse.Namespace, context: Context) -> int:
    """From a file or folder the user has: for machines without a network, and other languages."""
    origin_path = Path(args.target).expanduser().absolute()
    if not origin_path.exists():
        raise ModelMissing(
            f"There is no model {args.target} in the list, nor a file or folder by that name.",
            f"Listed are: {', '.join(known)}.",
        )
    name = args.name or _name_of(origin_path)
    if not MODEL_NAME.fullmatch(name) or name == WHISPER_NAME:
        raise UsageError(f"A model cannot be called {name!r}.", "Choose another with --name.")
    if _is_there(name, args, context):
        return 0
    listed = known.get(name)
    tell(f"{name} from {origin_path}")
    tell(f"  to {context.paths.models_dir / name}")
    if origin_path.is_file() and not listed:
        tell("  It is not in the list, so its content cannot be checked against a known sha256.")
    if not agreed("Install it?", already=args.yes):
        return 1
    ensure_writable(context.paths.models_dir)
    language = args.language or (listed.language if listed else guess_language(name))
    origin = Origin(language, listed.licence if listed else "", str(origin_path))
    if origin_path.is_dir():
        folder = install_from_folder(origin_path, name, origin, context.paths.models_dir)
    else:
        sha256 = listed.sha256 if listed else ""
        folder = install_from_archive(origin_path, name, origin, context.paths.models_dir, sha256)
    say(f"Installed {name} in {folder}.")
    if not language:
        tell("Its language is unknown, so it is only used when asked for: --model " + name)
    return 0


def _is_there(name: str, args: argparse.Namespace, context: Context) -> bool:
    """Whether it is installed and whole, so that there is nothing to do; says so."""
    for model in scan_models([context.paths.models_dir]):
        if model.name == name and not model.problem and not args.force:
            say(f"{name} is already installed in {model.path}. To replace it, add --force.")
            return True
    return False


def _verified(name: str, installed: dict[str, InstalledModel]) -> str:
    if name == WHISPER_NAME:
        verify_whisper()
        return f"{name}: good, {len(WHISPER_FILES)} files as published"
    result = verify_installed(_find(name, installed))
    if result.exact:
        return f"{name}: good, {result.files} files as installed"
    return f"{name}: looks whole, {result.files} files; there is no record to compare them with"


def _find(name: str, installed: dict[str, InstalledModel]) -> InstalledModel:
    if name not in installed:
        raise ModelMissing(
            f"No model {name} is installed.",
            f"Installed are: {', '.join([WHISPER_NAME, *installed])}.",
        )
    return installed[name]


def _rows(context: Context) -> list[_Row]:
    rows = [_embedded_row()]
    installed = scan_models(context.paths.model_folders)
    for model in installed:
        state = "damaged" if model.problem else "installed"
        rows.append(
            _Row(
                name=model.name,
                kind="vosk",
                language=model.language,
                state=state,
                size_bytes=model.size_bytes,
                licence=model.licence,
                where=str(model.path),
                problem=model.problem,
            )
        )
    here = {model.name for model in installed}
    return rows + [
        _Row(m.name, m.kind, m.language, "available", m.size_bytes, m.licence, m.source)
        for m in load_catalog(catalog_file())
        if m.name not in here
    ]


def _embedded_row() -> _Row:
    where, state, problem = "", "embedded", ""
    try:
        where = str(whisper_folder())
    except ModelError as error:
        state, problem = "missing", str(error)
    return _Row(
        WHISPER_NAME, "whisper", "en", state, WHISPER_SIZE_BYTES, WHISPER_LICENCE, where, problem
    )


def _automatic_choice(context: Context) -> str:
    try:
        return choose_recogniser("auto", "", context.paths.model_folders).name
    except ModelError:
        return ""


def _kept(name: str, known: dict[str, CatalogModel], context: Context) -> str:
    partial = partial_file(known[name], context.paths.cache_dir) if name in known else None
    if partial is None or not partial.exists():
        return ""
    size = megabytes(partial.stat().st_size)
    return f"{size} are kept; run the same command to go on from there."


def _name_of(path: Path) -> str:
    for suffix in _ARCHIVE_SUFFIXES:
        if path.is_file() and path.name.lower().endswith(suffix):
            return path.name[: -len(suffix)]
    return path.name
