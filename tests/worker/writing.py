"""A submission for test_disk.py: ways to write, and to go wrong."""

# ruff: noqa: PTH102, PTH104, PTH105, PTH123, PTH211, SIM115

import asyncio
import errno
import os
import shutil
import tempfile
from pathlib import Path

TEXT = "héllo\n"
Path("early").write_text("written while it is imported")
SOURCE, _name = tempfile.mkstemp()  # what is to be copied, in a file without a name
os.write(SOURCE, TEXT.encode())
os.lseek(SOURCE, 0, os.SEEK_SET)
Path(_name).unlink()


def with_pathlib(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8")


def bytes_with_pathlib(path: Path) -> None:
    path.write_bytes(TEXT.encode())


def piece_by_piece(path: Path) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(TEXT)


def printed(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        print(TEXT, end="", file=file)


def unbuffered(path: Path) -> None:
    with open(path, "wb", buffering=0) as file:
        file.write(TEXT.encode())


def written_and_read(path: Path) -> None:
    with open(path, "w+b") as file:
        file.write(TEXT.encode())
        file.seek(0)
        assert file.read() == TEXT.encode()


def with_a_descriptor(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    os.write(descriptor, TEXT.encode())
    os.close(descriptor)


def at_an_offset(path: Path) -> None:
    with path.open("xb") as file:
        os.pwrite(file.fileno(), TEXT.encode(), 0)


def of_several_buffers(path: Path) -> None:
    with path.open("xb") as file:
        os.writev(file.fileno(), [TEXT[:2].encode(), bytearray(TEXT[2:].encode())])


def of_several_buffers_at_an_offset(path: Path) -> None:
    with path.open("xb") as file:
        os.pwritev(file.fileno(), [TEXT[:2].encode(), TEXT[2:].encode()], 0)


def copied(path: Path) -> None:
    shutil.copyfile(f"/dev/fd/{SOURCE}", path)


def sent(path: Path) -> None:
    with path.open("xb") as file:
        assert os.sendfile(file.fileno(), SOURCE, 0, 100) == len(TEXT.encode())
        assert os.sendfile(file.fileno(), SOURCE, len(TEXT.encode()), 100) == 0


def a_range_copied(path: Path) -> None:
    with path.open("xb") as file:
        assert os.copy_file_range(SOURCE, file.fileno(), 100) == len(TEXT.encode())


def with_a_file_of_a_descriptor(path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT), "w", encoding="utf-8") as file:
        file.write(TEXT)


def put_into_place(path: Path) -> None:
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
        file.write(TEXT)
    os.replace(file.name, path)


def moved_from_the_temporary_folder(path: Path) -> None:
    descriptor, name = tempfile.mkstemp()
    with os.fdopen(descriptor, "wb") as file:
        file.write(TEXT.encode())
    os.rename(name, path)


def thrown_away(path: Path) -> None:
    open(path, "w", encoding="utf-8").write(TEXT)


# ---------------------------------------------------------------- more than one write


def flushed(path: Path) -> None:
    with path.open("a") as file:
        for number in range(3):
            print(number, file=file, flush=True)


def until_it_is_full(path: Path) -> list[object]:
    try:
        path.write_text("0123456789")
    except OSError as error:
        return [error.errno == errno.ENOSPC, str(error)]
    return []


def all_of_it(source: Path, path: Path) -> list[object]:
    data, written = source.read_bytes(), []
    with path.open("xb", buffering=0) as file:
        try:
            while data:
                written.append(os.writev(file.fileno(), [data[:3], data[3:]]))
                data = data[written[-1] :]
        except OSError as error:
            return [*written, str(error)]
    return written


def copied_digits(source: Path, path: Path) -> list[object]:
    try:
        shutil.copyfile(source, path)
    except OSError as error:
        return [path.stat().st_size, str(error)[: str(error).index(":")]]
    return []


# ---------------------------------------------------------------- what costs nothing


def elsewhere(path: Path) -> str:
    print("read", flush=True)
    os.write(1, b"this")
    with open(os.devnull, "w") as nothing:
        nothing.write("gone")
    return path.read_text()


# ---------------------------------------------------------------- in a loop


async def in_the_loop(path: Path) -> None:
    file = await asyncio.to_thread(open, path, "w")
    file.write("x")
    file.close()


async def in_threads(*paths: Path) -> None:
    await asyncio.gather(*(asyncio.to_thread(one_letter, path) for path in paths))


async def temporary_files_in_threads(*paths: Path) -> None:
    await asyncio.gather(*(asyncio.to_thread(moved_from_the_temporary_folder, path) for path in paths))


def one_letter(path: Path) -> None:
    with path.open("w") as file:
        file.write("x")


# ---------------------------------------------------------------- what may be found in the folder


def odd_things() -> None:
    os.mkdir("folder")
    os.mkfifo("pipe")
    os.symlink("/etc/passwd", "link")
    with open("large", "wb") as file:
        file.truncate(1 << 20)


def many_files() -> None:
    for number in range(300):
        Path(str(number)).touch()
