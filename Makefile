# make run    the app on http://127.0.0.1:8080/ (another port: make run PORT=8090)
# make dist   the app as a folder for any static host
# make test   every check
# make bench  prints figures: sizes, times and memory, each beside what it is compared with
#
# Each installs what is missing first, and does again only what its sources ask for. The work is in .tools/.

PORT ?= 8080

.PHONY: run dist test bench

run: dist
	@node .tools/serve.mjs dist $(PORT)

dist:
	@.tools/prepare.sh build
	@.tools/dist.sh

test:
	@.tools/prepare.sh test
	@.tools/test.sh

bench:
	@.tools/prepare.sh test
	@.tools/dist.sh
	@.tools/bench.sh
