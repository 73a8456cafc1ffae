"""A model's name as users type it -> its folder on this disk, downloaded when need be."""

from __future__ import annotations

from pathlib import Path

# Other forms of the same weights.
_IGNORED = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot"]


def model_folder(name: str, organisation: str) -> Path:
    """A folder, or a model of the Hugging Face hub; a bare name is one of `organisation`'s.

    Raises FileNotFoundError, or what the hub's client raises.
    """
    if Path(name).is_dir():
        return Path(name)
    if name.startswith((".", "/", "~")) or name.count("/") > 1:
        raise FileNotFoundError("there is no such folder")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    hub_name = name if "/" in name else f"{organisation}/{name}"
    try:  # what is in the cache needs no network, and keeps the fingerprint of the index
        folder = Path(snapshot_download(hub_name, ignore_patterns=_IGNORED, local_files_only=True))
        if (folder / "modules.json").exists() or (folder / "config.json").exists():
            return folder
    except LocalEntryNotFoundError:
        pass
    return Path(snapshot_download(hub_name, ignore_patterns=_IGNORED))
