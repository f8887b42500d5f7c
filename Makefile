# One door per chore; CI uses the same.
.PHONY: test lint setup pictures bench soak dedupe scan clean-tests
SCALE ?= S
DB ?= sqlite
KILLS ?= 50
SEED ?= 1
LEAK_SEEDS ?= 10
UNDO_CASES ?= 60

# Everything: format, lints, unit, property and story tests on both databases, journeys in a real browser.
test: setup lint
	bin/with-postgres cargo test --workspace --locked

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

# Installs what is missing (Debian packages), or says what to install.
setup:
	bin/setup

# Visits every page in a real browser, checks it and leaves its pictures in target/picture-book.
pictures: setup
	cargo test -p fourfold-e2e --test picture_book --locked

# Measures the budgets of docs/benchmarks.md: make bench SCALE=S|M|L|import DB=sqlite|postgres
bench:
	bin/setup
	POSTGRES_FSYNC=on bin/bench $(SCALE) $(DB)

# Kills the server and the import command again and again under load, and counts what is there afterwards; then walks
# the leak matrix through more houses, and undoes in more of them: make soak KILLS=200 DB=sqlite|postgres SEED=1 LEAK_SEEDS=10 UNDO_CASES=60
soak: setup
	KILLS=$(KILLS) DB=$(DB) SEED=$(SEED) bin/with-postgres cargo test -p fourfold --test soak --locked -- --ignored --nocapture
	LEAK_SEEDS=$(LEAK_SEEDS) bin/with-postgres cargo test -p fourfold --test leaks --locked -- --nocapture
	UNDO_CASES=$(UNDO_CASES) bin/with-postgres cargo test -p fourfold --test undoing_exactly --locked

# Tries every operation of the API by its own description with what it allows and what it does not (schemathesis).
scan:
	bin/scan

# Measures how well duplicates are found, on the Febrl sets and on invented files (docs/duplicates.md).
dedupe:
	bin/febrl
