"""Dates as articles print them, in the languages of the world: what day is meant, and how sure that is."""

from __future__ import annotations

from searchsvc.readers.dates.addresses import date_in_name, date_in_url
from searchsvc.readers.dates.dated import Dated, Hints, Order, doubt_of
from searchsvc.readers.dates.lines import dateline
from searchsvc.readers.dates.preference import order_of
from searchsvc.readers.dates.reading import read_date

__all__ = [
    "Dated",
    "Hints",
    "Order",
    "date_in_name",
    "date_in_url",
    "dateline",
    "doubt_of",
    "order_of",
    "read_date",
]
