# Every command a person needs. `make` alone lists them.
CONFIGURATION ?= Release
DOTNET ?= dotnet

.DEFAULT_GOAL := help
.PHONY: help needs restore build image test e2e e2e-prometheus demo crds bench bench-judge bench-orders bench-http bench-alerts bench-kubernetes bench-controller bench-probes clean

help: ## Lists the commands
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build ## The main job, live on this machine: a good release promoted, two bad ones rolled back (3 minutes)
	@out/rollout demo $(ARGS)

test: needs ## Installs what the tests need where it may, builds, proves everything; last line: N passed, N failed
	@tests/support/run-tests.sh $(CONFIGURATION)

e2e: restore ## The end-to-end suite against a real cluster: make e2e KUBECONFIG=FILE (FILTER=, E2E_IMAGE=, E2E_BUCKET_SECONDS=)
	@$(DOTNET) build tests/e2e/EndToEnd.Tests -c $(CONFIGURATION) --no-restore -v quiet -nologo
	@tests/e2e/run.sh '$(KUBECONFIG)' $(CONFIGURATION) '$(FILTER)'

e2e-prometheus: restore ## Each kind of workload promoted, rolled back and its controllers killed (KILLS=100, SEED=): real shops, real Prometheus, our own API server
	@$(DOTNET) build tests/e2e/EndToEnd.Tests -c $(CONFIGURATION) --no-restore -v quiet -nologo
	@E2E_PROMETHEUS_KINDS=all E2E_KILLS=$(KILLS) E2E_SEED=$(SEED) $(DOTNET) test tests/e2e/EndToEnd.Tests -c $(CONFIGURATION) --no-build --nologo --filter "FullyQualifiedName~RealShop$(if $(FILTER),&($(FILTER)))" --logger 'console;verbosity=detailed'

# Where the SDK has ahead-of-time code for the machine, the launcher starts in a fraction of the time.
PUBLISH := $(if $(filter Linux-x86_64,$(shell uname -sm | tr ' ' '-')),-r linux-x64 --self-contained false,-p:PublishReadyToRun=false)

build: restore ## Builds the executable: out/rollout
	@$(DOTNET) publish controller/Cli/Cli.csproj -c $(CONFIGURATION) --no-restore -v quiet -nologo $(PUBLISH) -o out
	@ln -sf rollout out/kubectl-rollout_staggered

image: restore ## The container image, into the local Docker or Podman (ARGS=-p:ContainerRegistry=registry.example pushes it)
	@$(DOTNET) publish controller/Cli/Cli.csproj -c $(CONFIGURATION) --no-restore -v quiet -nologo -r linux-x64 --self-contained false -t:PublishContainer $(ARGS)

restore:
	@$(DOTNET) restore Rollout.sln --locked-mode -v quiet -nologo

needs:
	@tests/support/needs.sh

crds: build ## Writes the resource definitions of the chart, from the types in controller/Api
	@mkdir -p charts/rollout/crds && out/rollout crds --write charts/rollout/crds

bench: bench-judge bench-orders bench-http bench-alerts bench-kubernetes bench-controller bench-probes ## All benchmarks, a table each

bench-judge: build ## The judge in every world beside the rules of others, then its speed; fails on a broken promise (ARGS=--quick: 2 minutes)
	@$(DOTNET) run --project tests/benchmarks/Benchmarks/Benchmarks.csproj -c $(CONFIGURATION) -- judge $(filter --quick,$(ARGS))
	@$(DOTNET) run --project tests/benchmarks/Benchmarks/Benchmarks.csproj -c $(CONFIGURATION) -- worlds $(ARGS)

bench-orders: build ## Real orders beside two rules of the field (needs ../shared/data)
	@$(DOTNET) run --project tests/benchmarks/Benchmarks/Benchmarks.csproj -c $(CONFIGURATION) -- orders $(ARGS)

bench-http: build ## The HTTP API under 200 readers and 1,000 event streams (ARGS=--quick: fewer)
	@$(DOTNET) run --project tests/benchmarks/Benchmarks/Benchmarks.csproj -c $(CONFIGURATION) -- http $(filter --quick,$(ARGS))

bench-alerts: build ## From a firing alert of a real Prometheus to the recorded pause; one delivery over 10,000 rollouts (ARGS=--quick: fewer)
	@$(DOTNET) run --project tests/benchmarks/Benchmarks/Benchmarks.csproj -c $(CONFIGURATION) -- alerts $(filter --quick,$(ARGS))

bench-kubernetes: build ## The Kubernetes client: lists, watches, memory, beside kubectl (ARGS=--quick: fewer objects)
	@$(DOTNET) run --project tests/benchmarks/Benchmarks/Benchmarks.csproj -c $(CONFIGURATION) -- kubernetes $(filter --quick,$(ARGS))

bench-controller: build ## The controller of a cluster: memory, CPU, passes, requests at 1,200 and 10,000 rollouts (ARGS=--quick: 200)
	@$(DOTNET) run --project tests/benchmarks/Benchmarks/Benchmarks.csproj -c $(CONFIGURATION) -- controller $(filter --quick,$(ARGS))

bench-probes: build ## Our prober beside the blackbox exporter of Debian: CPU and overhead of a probe, memory at 10,000 targets
	@$(DOTNET) run --project tests/benchmarks/Benchmarks/Benchmarks.csproj -c $(CONFIGURATION) -- probes $(filter --quick,$(ARGS))

clean: ## Removes everything that was built
	@rm -rf out && find . -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
