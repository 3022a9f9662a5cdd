"""Web pushes as the worker sends them, against their encryption alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from notifications.channels.results import Delivered, PushTarget
from notifications.channels.vapid_keys import generate_vapid_keys
from notifications.channels.webpush import PAYLOAD_BYTES, Sender
from notifications.push_guard import policy_of
from notifications.push_session import POOL_SIZE
from tests.bench.measure import ROUNDS, Budget, Figure, pair_of
from tests.bench.sizes import Size
from tests.support.devices import Device
from tests.support.servers import REPOSITORY

PART = "push"
_DEVICES = 50
_CPU_MS, _PER_SECOND = 1.5, 400
_TTL = 86_400


def measure(size: Size) -> Iterator[Figure]:
    """The sender with the pool of the courier, to a service that answers in 50 ms."""
    number = size.pushes // ROUNDS
    with _endpoint() as origin, closing(_sender(origin)) as sender, ThreadPoolExecutor(POOL_SIZE) as pool:
        devices = [Device(f"{origin}/push/{position}") for position in range(_DEVICES)]
        targets = [_target(devices[position % _DEVICES]) for position in range(number)]
        _send(sender, pool, targets[:POOL_SIZE])
        rounds = [(*_send(sender, pool, targets), _encrypt(devices, number)) for _ in range(ROUNDS)]
    pair = pair_of([(cpu, plain) for cpu, _, plain in rounds])
    yield Figure(
        PART, "processor time of one push (reference: its encryption)", pair.ours * 1000, "ms",
        pair.reference * 1000, pair.ratio, Budget(_CPU_MS, of_value=True),
    )  # fmt: skip
    speeds = sorted(1 / wall for _, wall, _ in rounds)
    yield Figure(
        PART, "pushes a second, answers after 50 ms", speeds[ROUNDS // 2], "/s",
        budget=Budget(_PER_SECOND, of_value=True, least=True),
    )  # fmt: skip


@contextmanager
def _endpoint() -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.push_endpoint"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="ascii",
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


def _sender(origin: str) -> Sender:
    return Sender(policy_of((), origin), generate_vapid_keys().private_pem, "mailto:postmaster@localhost")


def _target(device: Device) -> PushTarget:
    keys = device.subscription()["keys"]
    return PushTarget(device.endpoint, keys["p256dh"], keys["auth"])


def _send(sender: Sender, pool: ThreadPoolExecutor, targets: list[PushTarget]) -> tuple[float, float]:
    """Processor and wall seconds of each."""
    cpu, wall = time.process_time(), time.perf_counter()
    results = list(pool.map(lambda target: sender.send(target, b"{}", _TTL), targets))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    assert all(isinstance(result, Delivered) for result in results), results[:3]
    return cpu / len(targets), wall / len(targets)


def _encrypt(devices: list[Device], number: int) -> float:
    """Processor seconds of what RFC 8291 asks for: a new key, ECDH, two derivations, AES-GCM."""
    keys = [device.key.public_key() for device in devices]
    begun = time.process_time()
    for position in range(number):
        own = ec.generate_private_key(ec.SECP256R1())
        secret = own.exchange(ec.ECDH(), keys[position % len(keys)])
        salt = os.urandom(16)
        own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        shared = HKDF(SHA256(), 32, salt, b"WebPush: info\x00").derive(secret)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(shared)
        AESGCM(key).encrypt(salt[:12], bytes(PAYLOAD_BYTES + 1), None)
    return (time.process_time() - begun) / number
