# SPDX-License-Identifier: Apache-2.0
"""Makes broken (and sound) trust directories out of real ones, with test keys."""
