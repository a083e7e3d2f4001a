# SPDX-License-Identifier: Apache-2.0
"""Repositories that differ from a sound one in one thing, each signed again as far as it should be."""
