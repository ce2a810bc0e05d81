"""What a model refuses is said once, in words: the field, why, and what it got."""

from __future__ import annotations

from typing import Self

import pytest
from pydantic import BaseModel, ValidationError, model_validator

from monitor.errors import FieldFault, first_fault


class Span(BaseModel):
    days: list[int]

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.days:
            raise ValueError("a span has days")
        return self


def fault_of(days: list[object]) -> FieldFault:
    with pytest.raises(ValidationError) as refused:
        Span.model_validate({"days": days})
    return first_fault(refused.value)


def test_the_first_fault_is_named_by_its_field() -> None:
    fault = fault_of([1, "two", "three"])
    assert (fault.field, fault.got) == ("days.1", "two")
    assert str(fault).startswith("days.1: Input should be a valid integer")


def test_where_the_whole_is_refused_no_field_is_named() -> None:
    assert str(fault_of([])) == "Value error, a span has days"
