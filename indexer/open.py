"""An index folder -> its published generation, checked: manifest, files, encoder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import EncoderMismatchError, IndexCorruptError, IndexMissingError
from indexer import generations
from indexer.catalog import Catalog
from indexer.generations import Pointer
from indexer.layout import CATALOG
from indexer.manifest import FORMAT, MANIFEST, Manifest, check_files, read_manifest, sha256_of

if TYPE_CHECKING:
    from indexer.encoders import Encoder

# Formats whose catalog is as this one's: 4 added the file of facts, which is derived.
_SAME_CATALOG = (3, FORMAT)


@dataclass(frozen=True, slots=True)
class Last:
    """The generation that an update starts from; its vectors are of use only with `manifest`."""

    folder: Path
    catalog: Catalog
    manifest: Manifest | None


def open_generation(folder: Path, pointer: Pointer, verify: bool) -> tuple[Path, Manifest]:
    """The folder and manifest of a published generation, its files checked (see manifest.py)."""
    generation = generations.generation_folder(folder, pointer.generation)
    manifest = read_manifest(generation, pointer.manifest)
    check_files(generation, manifest, verify)
    return generation, manifest


def open_last(folder: Path, salvage: bool = False) -> tuple[Last | None, list[str]]:
    """What an update starts from, every checksum compared: damage must not be carried over.

    None when nothing is published yet. With `salvage` a broken index gives the newest catalog
    that is whole, without its manifest (vectors are made anew), or None; and a warning.
    """
    try:
        pointer = generations.read_pointer(folder)
        generation, manifest = open_generation(folder, pointer, verify=True)
    except IndexMissingError:
        return None, []
    except IndexCorruptError as error:
        if not salvage:
            raise
        return _salvage(folder, error)
    return Last(generation, Catalog(generation / CATALOG), manifest), []


def _salvage(folder: Path, error: IndexCorruptError) -> tuple[Last | None, list[str]]:
    for name in generations.newest_first(folder):
        generation = generations.generation_folder(folder, name)
        try:
            fields = json.loads((generation / MANIFEST).read_bytes())
            if fields["format"] > FORMAT:
                raise error
            expected = fields["files"][CATALOG]["sha256"]
            if fields["format"] in _SAME_CATALOG and sha256_of(generation / CATALOG) == expected:
                last = Last(generation, Catalog(generation / CATALOG), None)
                return last, [f"the index was broken; its notices were taken from {name} ({error})"]
        except (OSError, ValueError, KeyError, TypeError):
            # this one is broken too; the one before may be whole
            continue
    return None, [f"the index was broken and none of its notices could be saved ({error})"]


def check_encoder(folder: Path, manifest: Manifest, encoder: Encoder) -> None:
    """EncoderMismatchError when the index's vectors are of another encoder."""
    if encoder.fingerprint == manifest.fingerprint:
        return
    other = f"encoder {encoder.name}"
    if encoder.name == manifest.encoder:
        other = f"another version of it ({encoder.fingerprint[:12]})"
    raise EncoderMismatchError(
        f"index {folder} was built with encoder {manifest.encoder}, now set is {other}; "
        "run gongwen index --rebuild"
    )


def encoder_of(folder: Path) -> str | None:
    """Name of the encoder that the index in `folder` was built with; None where there is none."""
    try:
        pointer = generations.read_pointer(folder)
        return open_generation(folder, pointer, verify=False)[1].encoder
    except (IndexMissingError, IndexCorruptError):
        return None
