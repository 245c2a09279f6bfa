"""Every named route of the product with its methods, read from the URL configuration itself."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

FOREIGN = ("django.", "allauth.")  # doors of libraries: tested in tests/security
VERBS = ("get", "post", "put", "patch", "delete")
MISSING = "2" * 16


@dataclass(frozen=True)
class Route:
    """A name with one method; pages say `*`, because a page's view decides itself what it takes."""

    name: str
    method: str
    parameters: tuple[str, ...]
    callback: Any

    def url_of_nothing(self) -> str:
        """Return an address of the right shape, whatever kind of parameters it takes."""
        for value in (MISSING, 1, "person/2"):
            with suppress(NoReverseMatch):
                return reverse(self.name, kwargs=dict.fromkeys(self.parameters, value))
        raise LookupError(f"{self.name}: no address for {self.parameters}")

    def url(self, values: Any = None) -> str:
        """Return the address for what a row's builder made; without it, of a thing that does not exist."""
        return reverse(self.name, kwargs=self._kwargs(values))

    def _kwargs(self, made: Any) -> dict[str, Any]:
        if not self.parameters:
            return {}
        if made is None:
            return dict.fromkeys(self.parameters, MISSING)
        if isinstance(made, dict):
            return made
        value = made if isinstance(made, (str, int)) else getattr(made, "public_id", None) or made.pk
        return dict.fromkeys(self.parameters, value)


def missing(made: Any) -> Any:
    """Return the address parts of nothing, in the same shape as those of something."""
    if isinstance(made, dict):
        return {name: 0 if isinstance(value, int) else MISSING for name, value in made.items()}
    return None


def all_routes() -> list[Route]:
    """Return the named routes that are the product's own, sorted."""
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda route: (route.name, route.method))


def _walk(patterns: list[Any], namespace: str, parameters: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        found = (*parameters, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if pattern.namespace != "admin":
                yield from _walk(pattern.url_patterns, inner, found)
        elif pattern.name and not pattern.callback.__module__.startswith(FOREIGN):
            yield from _of(pattern, f"{namespace}{pattern.name}", found)


def _of(pattern: URLPattern, name: str, parameters: tuple[str, ...]) -> Iterator[Route]:
    for method in _methods(pattern.callback):
        yield Route(name, method, parameters, pattern.callback)


def _methods(callback: Any) -> list[str]:
    if actions := getattr(callback, "actions", None):
        return [method.upper() for method in VERBS if method in actions]
    if cls := getattr(callback, "cls", None):
        return [method.upper() for method in VERBS if hasattr(cls, method)]
    return ["*"]
