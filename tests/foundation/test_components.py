"""The design system's components are made once for the same parameters, and never stand in for one another."""

from __future__ import annotations

import pytest
from django.template import engines
from markupsafe import Markup

from compass.foundation.web.components import LONGEST, remembered

TAG = '{% from "nhsuk/components/tag/macro.jinja" import tag %}'


def tag(text):
    return engines["jinja2"].env.from_string(TAG + '{{ tag({"text": text}) }}').render(text=text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("<b>", "&lt;b&gt;"), (Markup("<b>"), "<b>"), (1, "1"), ("1", "1"), ("x" * LONGEST, "x" * LONGEST)],
)
def test_a_component_is_that_of_its_parameters(text, shown):
    assert [shown in tag(text) for _ in range(2)] == [True, True]
    assert "<b>" not in tag("<b>")


def test_a_component_is_made_once_unless_it_brings_its_own_content_or_is_long():
    made = []

    def macro(*params, **named):
        made.append((params, named))
        return len(made)

    component = remembered(macro)
    assert [component({"text": "a"}), component({"text": "a"}), component({"text": "b"})] == [1, 1, 2]
    assert [component({"text": "a"}, caller=str), component({"text": "a"}, caller=str)] == [3, 4]
    assert [component("x" * LONGEST), component("x" * LONGEST)] == [5, 6]


def test_content_of_its_own_reaches_a_component():
    template = engines["jinja2"].env.from_string(TAG + "{% call tag({}) %}{{ text }}{% endcall %}")
    assert ["first" in template.render(text="first"), "second" in template.render(text="second")] == [True, True]
