"""Keys and sealed boxes, all of libsodium (PyNaCl).

What is stored can be read with a conversation's key alone. That key is itself stored only wrapped:
under the reporter's token, under the return code, or sealed to a team. Every sealed value is bound
to its place (`context`, as associated data), so that a row copied over another does not open.
"""

from __future__ import annotations

import hashlib
from threading import BoundedSemaphore
from typing import Final, NewType

from nacl import bindings, pwhash, utils
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

Key = NewType("Key", bytes)

KEY_BYTES: Final = 32
SALT_BYTES: Final = pwhash.argon2id.SALTBYTES
_BLOCK: Final = 512
_NONCE: Final = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
# 64 MiB and three passes: about 0.15 s on one core, the figures of docs/decisions.md.
_OPS: Final = 3
_MEMORY: Final = 64 * 1024 * 1024
# Whoever asks for many at once, at the login or with codes, cannot fill the memory with them.
_AT_ONCE: Final = BoundedSemaphore(2)


class CannotOpen(Exception):
    """Wrong key, or a value that was changed or moved to another place."""


def new_key() -> Key:
    """A random 256-bit key."""
    return Key(utils.random(KEY_BYTES))


def seal(key: Key, plain: bytes, context: str) -> bytes:
    """Encrypt with XChaCha20-Poly1305, padded to whole blocks so that length tells little."""
    nonce = utils.random(_NONCE)
    padded = bindings.sodium_pad(plain, _BLOCK)
    boxed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        padded, context.encode(), nonce, key
    )
    return nonce + boxed


def unseal(key: Key, sealed: bytes, context: str) -> bytes:
    """Open what `seal` made for the same key and context.

    Raises:
        CannotOpen: the key or the place is another, or the value was changed.
    """
    try:
        padded = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[_NONCE:], context.encode(), sealed[:_NONCE], key
        )
    except (CryptoError, ValueError, TypeError) as error:
        raise CannotOpen from error
    return bindings.sodium_unpad(padded, _BLOCK)


def derive(secret: bytes, purpose: str) -> Key:
    """A key for one purpose out of a secret that is already random (a token, a stretched code)."""
    return Key(hashlib.blake2b(secret, digest_size=KEY_BYTES, person=_person(purpose)).digest())


def fingerprint(secret: bytes) -> bytes:
    """What is stored of a secret so that it can be looked up but not used."""
    return hashlib.blake2b(secret, digest_size=KEY_BYTES, person=_person("fingerprint")).digest()


def stretch(secret: bytes, salt: bytes) -> bytes:
    """Argon2id: makes guessing a password or a return code expensive. 64 bytes."""
    with _AT_ONCE:
        return pwhash.argon2id.kdf(64, secret, salt, opslimit=_OPS, memlimit=_MEMORY)


def new_salt() -> bytes:
    """A random salt for `stretch`."""
    return utils.random(SALT_BYTES)


def new_pair() -> tuple[bytes, Key]:
    """An X25519 pair for a team or a person: (public, private)."""
    private = PrivateKey.generate()
    return bytes(private.public_key), Key(bytes(private))


def public_of(private: Key) -> bytes:
    """The public half of a pair."""
    return bytes(PrivateKey(private).public_key)


def seal_to(public: bytes, key: Key) -> bytes:
    """Seal a key to a team or a person; only their private key opens it."""
    return SealedBox(PublicKey(public)).encrypt(key)


def unseal_with(private: Key, sealed: bytes) -> Key:
    """Open what `seal_to` made.

    Raises:
        CannotOpen: it was sealed to another team, or changed.
    """
    try:
        return Key(SealedBox(PrivateKey(private)).decrypt(sealed))
    except (CryptoError, ValueError, TypeError) as error:
        raise CannotOpen from error


def _person(purpose: str) -> bytes:
    return purpose.encode().ljust(16, b"\0")[:16]
