"""What every test of a page starts with."""

import pytest
import streamlit as st


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """No test sees what another one's home had in it."""
    st.cache_data.clear()
    st.cache_resource.clear()
