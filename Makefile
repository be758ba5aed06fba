# The report desk. `make help` lists the targets; each is one line of `python -m helpers`.

CITY ?=
MEETING ?=
RENDERER ?= auto
ENGINE ?= auto
CACHE ?= on
DESK ?=
MODULE ?=
SECTION ?=
PORT ?=
FILES ?=
APPLY ?=
FILE ?=
NAME ?=
OUT ?=
IN ?=
FROM ?=
ARGS ?=
AGAINST ?=
SCHEDULER ?=
N ?= 1741
SEED ?= 1
AUDIENCE ?=
# Names reach the shell only as quoted environment variables: text in them is never run.
override CITY := $(value CITY)
override MEETING := $(value MEETING)
override RENDERER := $(value RENDERER)
override ENGINE := $(value ENGINE)
override CACHE := $(value CACHE)
override DESK := $(value DESK)
override MODULE := $(value MODULE)
override SECTION := $(value SECTION)
override PORT := $(value PORT)
override FILES := $(value FILES)
override FILE := $(value FILE)
override NAME := $(value NAME)
override OUT := $(value OUT)
override IN := $(value IN)
override FROM := $(value FROM)
override ARGS := $(value ARGS)
override AGAINST := $(value AGAINST)
override SCHEDULER := $(value SCHEDULER)
override N := $(value N)
override SEED := $(value SEED)
override AUDIENCE := $(value AUDIENCE)
export CITY MEETING SECTION PORT RENDERER ENGINE CACHE DESK MODULE FILES FILE NAME OUT IN FROM ARGS AGAINST SCHEDULER N SEED AUDIENCE

PYTHON3 ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
PYTHON := $(VENV)/Scripts/python
else
PYTHON := $(VENV)/bin/python
endif
PIP := $(PYTHON) -m pip --disable-pip-version-check

# What JupyterLab writes into a notebook of the machine it runs on.
OF_THE_MACHINE := metadata.language_info.codemirror_mode metadata.language_info.file_extension metadata.language_info.mimetype metadata.language_info.nbconvert_exporter metadata.language_info.pygments_lexer metadata.language_info.version

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report watch reports forms collect audit diff pages verify new new-meeting import workbook check list guide lab test test-fast parity bench nation mutants docs lint format hooks quarto pins clean

help: ## この一覧を表示する(どの命令にも DESK=フォルダー を付けられる: params/、data/、build/ をそこに置く)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

report: $(VENV)/installed ## 会議資料を作る(CITY=shizuoka、省略可: MEETING=2026-06-03 RENDERER=auto|quarto|embedded CACHE=off、公開版なら AUDIENCE=public、一つの節だけなら SECTION=trend)
	@$(PYTHON) -m helpers report "$$CITY" --meeting "$$MEETING" --renderer "$$RENDERER" --section "$$SECTION"

watch: $(VENV)/installed ## 保存するたびに作り直す画面を開く(CITY=shizuoka、省略可: SECTION=trend MEETING= PORT=8765)
	@$(PYTHON) -m helpers watch "$$CITY" --meeting "$$MEETING" --section "$$SECTION" --port "$${PORT:-0}"

reports: $(VENV)/installed ## 全ての市と会議の資料と一覧 build/index.html を作る(省略可: SCHEDULER=tcp://127.0.0.1:8786 で、そのワーカーが作る。公開版なら AUDIENCE=public)
	@$(PYTHON) -m helpers reports --renderer "$$RENDERER" --scheduler "$$SCHEDULER"

forms: $(VENV)/installed ## 債権ごとの実施計画の様式(Excel)を作る(CITY=saitama、省略可: MEETING=)
	@$(PYTHON) -m helpers forms "$$CITY" --meeting "$$MEETING"

collect: $(VENV)/installed ## 返送された様式を集め、回答を取り込む(CITY=saitama FROM=フォルダー。書き込むには APPLY=1、省略可: MEETING=)
	@$(PYTHON) -m helpers collect "$$CITY" "$$FROM" --meeting "$$MEETING" $(if $(filter 1,$(APPLY)),--apply)

audit: $(VENV)/installed ## 資料に印刷された数値を検算する(CITY=saitama、省略可: MEETING=。資料一つだけなら FILE=表.xlsx NAME=名)
	@$(if $(FILE),$(PYTHON) -m helpers audit-file "$$FILE" "$$NAME",$(PYTHON) -m helpers audit "$$CITY" --meeting "$$MEETING")

diff: $(VENV)/installed ## 前の会議や前の版から変わったところを示す(CITY=saitama AGAINST=会議の日付、git の版、フォルダーのどれか。省略可: MEETING=)
	@$(PYTHON) -m helpers diff "$$CITY" --meeting "$$MEETING" --against "$$AGAINST"

pages: $(VENV)/installed ## できた PDF の、割れ方の悪いページを示す(CITY=saitama、省略可: MEETING=)
	@$(PYTHON) -m helpers pages "$$CITY" --meeting "$$MEETING"

verify: $(VENV)/installed ## 資料を作り直し、今ある資料と同じか、違えばなぜかを示す(CITY=saitama、省略可: MEETING=)
	@$(PYTHON) -m helpers verify "$$CITY" --meeting "$$MEETING"

new: $(VENV)/installed ## 市を始める: params/ と data/ のファイルを作る(CITY=komae NAME=狛江市 MEETING=2021-11-15)
	@$(PYTHON) -m helpers new "$$CITY" "$$NAME" "$$MEETING"

new-meeting: $(VENV)/installed ## 前回の会議から、次の会議の YAML を作る(CITY=komae MEETING=2022-11-15)
	@$(PYTHON) -m helpers new-meeting "$$CITY" "$$MEETING"

import: $(VENV)/installed ## 会計システムの書き出しを取り込む(CITY=komae FILES=ファイルかフォルダー。書き込むには APPLY=1)
	@$(PYTHON) -m helpers import "$$CITY" "$$FILES" $(if $(filter 1,$(APPLY)),--apply)

workbook: $(VENV)/installed ## 市の表を一つの Excel のブックにする(直して import で取り込む。CITY=shizuoka)
	@$(PYTHON) -m helpers workbook "$$CITY"

check: $(VENV)/installed ## データとパラメータを確かめ、各節を作れるか試す(CITY=shizuoka、省略可: OUT=疑問.xlsx に書き出し、理由を書いて IN=疑問.xlsx)
	@$(PYTHON) -m helpers check "$$CITY" --out "$$OUT" --in "$$IN"

list: $(VENV)/installed ## 市と会議、できた資料、要更新の一覧を表示する
	@$(PYTHON) -m helpers list

guide: $(VENV)/installed ## 表・図・文の見本帳 build/guide.html を作る(呼び方と、どう印刷されるか)
	@$(PYTHON) -m helpers guide

lab: $(VENV)/installed ## JupyterLab を開く(省略可: ARGS="--no-browser --port=8888"、コンテナの中で root なら ARGS=--allow-root)
	@$(PYTHON) -m helpers lab --arguments="$$ARGS"

test: $(VENV)/installed-tests ## 試験を全て実行する
	@$(PYTHON) -m pytest

test-fast: $(VENV)/installed-tests ## 資料を組まずに済む試験だけを実行する(30 秒ほど)
	@$(PYTHON) -m pytest -q -n 2 -m "not slow"

parity: $(VENV)/installed-tests ## Quarto と組込みの組版の結果が同じか確かめる(CITY=shizuoka、省略可: MEETING=)
	@$(PYTHON) -m helpers parity "$$CITY" --meeting "$$MEETING"

bench: $(VENV)/installed-tests ## 速さとメモリーを測る(SIZE=1 で債権の数に対する伸び)
	@$(PYTHON) -m tests.bench $(if $(SIZE),--size)

nation: $(VENV)/installed-tests ## 架空の市町村を、新しいフォルダーに作る(DESK=フォルダー N=1741、省略可: SEED=1)
	@$(PYTHON) -m tests.nation "$$N" --seed "$$SEED"

mutants: $(VENV)/installed-tests ## 式を一つずつ壊し、試験が気づくか調べる(MODULE=helpers/notation.py)
	@$(PYTHON) -m tests.mutants "$$MODULE"

docs: $(VENV)/installed-tests ## 手引き docs/ の例と絵を作り直す(手引きのとおりに実行しながら)
	@$(PYTHON) -m tests.guide

lint: $(VENV)/installed-tests ## 書式とノートブックの出力を検査する
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m nbstripout --verify notebooks/*.ipynb

format: $(VENV)/installed-tests ## ノートブックの出力を消し、書式を整える
	@$(PYTHON) -m nbstripout --extra-keys "$(OF_THE_MACHINE)" notebooks/*.ipynb
	@$(PYTHON) -m ruff format
	@$(PYTHON) -m ruff check --fix

hooks: $(VENV)/installed-tests ## ノートブックの出力が git に入らないようにする(この複製に一度だけ)
	@$(PYTHON) -m nbstripout --install
	@git config filter.nbstripout.extrakeys "$(OF_THE_MACHINE)"

quarto: $(VENV)/installed ## Quarto の CLI を .venv に入れる(インターネットが必要)
	@$(PIP) install quarto-cli

pins: $(VENV)/installed-tests ## requirements.in から requirements.txt を作り直す
	@$(PYTHON) -m uv pip compile --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links --upgrade --quiet requirements.in -o requirements.txt
	@$(PYTHON) -m uv pip compile --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links --upgrade --quiet tests/requirements.in -o tests/requirements.txt

clean: ## build/ を消す
	rm -rf "$${DESK:-.}/build"

$(VENV)/installed: requirements.txt
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "エラー: Python 3.11 以上が必要です。PYTHON3=python3.12 のように指定できます。")'
	@echo "初回の準備: $(VENV) に部品を入れます(数分かかります)"
	@$(PYTHON3) -m venv $(VENV)
	@$(PIP) install --quiet -r requirements.txt
	@$(PIP) install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/installed-tests: $(VENV)/installed tests/requirements.txt
	@$(PIP) install --quiet -r tests/requirements.txt
	@touch $@
