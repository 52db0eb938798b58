"""A department is proposed by words that both texts have, and nothing is decided by it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from models import proposals, search
from models.database import Database
from models.documents import About, documents
from models.people import Department, Matter, Region, Section
from models.proposals import Proposal
from models.words import folded
from tests.town import Town
