using System.CommandLine;
using Rollout.Api.Resources;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>`rollout start`: asks for a version, and waits for its verdict when told to (contract section 7).</summary>
internal static class StartVerb
{
    private const string Help = $$"""
        rollout start: rolls a version out, on evidence

        usage:
          rollout start NAME --version VERSION [--wait] [--timeout 30m] [options]
          rollout start NAME --image CONTAINER=IMAGE [--image ...] [options]

        what:
          --version VERSION    the version to roll out (a host fleet)
          --image C=IMAGE      the image of a container (Kubernetes); several times
                               for several containers
          --commit SHA         what it was built from; kept with the release
          --committed-at TIME  when (RFC 3339): lead time counts from here
          --built-at TIME      when it was built
          --api-breaks PATHS   where it breaks its API on purpose: JSON paths as
                               contract checks name them, such as '$.items, $.total';
                               announced before stage one, and no probe fails there
          --risk CLASS         its class of risk, such as high: whom the rollout's
                               spec names for it (onCall) is told before stage one

        until when:
          --wait               until there is a verdict; without it, until the order
                               is written down
          --timeout 30m        at most so long (default: as long as it takes); the
                               rollout goes on

        where:
        {{ReachOptions.Help}}
        result:
          -o json|yaml         {"namespace", "name", "revision", "result", "exitCode",
                               "message"} on stdout; everything else is on stderr

        {{PipelineHelp.Codes}}
        """;

    private const int MostAttempts = 3;

    public static Verb Create()
    {
        var version = new Option<string>("--version");
        var images = new Option<string[]>("--image") { Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
        var commit = new Option<string>("--commit");
        var committed = new Option<string>("--committed-at");
        var built = new Option<string>("--built-at");
        var breaks = new Option<string>("--api-breaks");
        var risk = new Option<string>("--risk");
        var wait = new Option<bool>("--wait") { Arity = ArgumentArity.Zero };
        var command = new Command("start") { Options = { version, images, commit, committed, built, breaks, risk, wait } };
        var reach = new ReachOptions();
        reach.AddTo(command);
        var waiting = new WaitOptions();
        waiting.AddTo(command);
        var output = new OutputOptions();
        output.AddTo(command, isRich: true);
        return new Verb(command, Help, async (call, cancellation) =>
        {
            var format = output.Format(call.Given, call.Usage);
            var limit = waiting.Limit(call);
            var wanted = call.Given.TextOf(version);
            var pictures = Images(call, call.Given.GetResult(images)?.Tokens.Select(t => t.Value) ?? []);
            if (string.IsNullOrEmpty(wanted) == (pictures is null))
            {
                call.Usage.Add("--version", pictures is null ? "neither a version nor an image is named" : "is given beside --image",
                    "write --version VERSION for hosts, or --image CONTAINER=IMAGE for Kubernetes");
            }

            foreach (var problem in ApiBreakText.Read(call.Given.TextOf(breaks), "--api-breaks").Problems)
            {
                call.Usage.Add(problem.Place, problem.What, problem.Mend);
            }

            if (limit is not null && !call.Given.IsGiven(wait))
            {
                call.Usage.Add("--timeout", "there is nothing to time without --wait", "add --wait, or leave --timeout out");
            }

            if (pictures is not null && call.Given.IsGiven(wait) && !reach.IsCluster(call))
            {
                call.Usage.Add("--wait", "with --image only the cluster itself knows which revision to wait for", "leave --server out, or start first and then rollout wait NAME --revision REV");
            }

            using var at = await reach.ReadAsync(call, cancellation);
            if (at is null || call.Usage.Count > 0)
            {
                return call.Refuse("nothing was started");
            }

            var release = new Release(wanted, pictures, call.Given.TextOf(commit), call.Given.TextOf(committed), call.Given.TextOf(built))
            {
                ApiBreaks = call.Given.TextOf(breaks), Risk = call.Given.TextOf(risk),
            };
            var ended = await StartAsync(call, at, release, call.Given.IsGiven(wait), limit, cancellation);
            return await PipelineReport.TellAsync(call, at, ended, format);
        });
    }

    private static async Task<WaitState.Ended> StartAsync(VerbCall call, Reach reach, Release release, bool wait, TimeSpan? limit, CancellationToken cancellation)
    {
        // Looked at before it is ordered: what is shown as wanted after it must be another wish than the one that was there.
        if (await reach.GetAsync(null, cancellation) is var before && before is not ApiAnswer.Found { Rollout.Status: var was })
        {
            return Answers.Ended(release.Version, before);
        }

        var answer = await OrderAsync(reach, release, cancellation);
        if (answer is not ApiAnswer.Found)
        {
            return Answers.Ended(release.Version, answer);
        }

        if (reach.IsCluster)
        {
            // The revision is that of the template that was just written: what the status says of another is no answer.
            var revision = ((ApiAnswer.Found)answer).Rollout.Status.WantedRevision;
            return wait ? await new WaitLoop(reach, TimeProvider.System, call.Error).RunAsync(new WaitTarget(revision), limit, cancellation)
                : new WaitState.Ended(revision, ExitCode.Done, "Accepted", "the order is written down; follow it with rollout wait or rollout watch");
        }

        return wait
            ? await new WaitLoop(reach, TimeProvider.System, call.Error).RunAsync(new WaitTarget(release.Version, Started: true, was.WantedAt), limit, cancellation)
            : new WaitState.Ended(release.Version, ExitCode.Done, "Accepted", "the order is written down; follow it with rollout wait or rollout watch");
    }

    /// <summary>An order without an answer is given again: wanting a version twice is wanting it once.</summary>
    private static async Task<ApiAnswer> OrderAsync(Reach reach, Release release, CancellationToken cancellation)
    {
        ApiAnswer answer;
        var attempt = 0;
        do
        {
            answer = await reach.OrderAsync("start", release.Body, cancellation, release.Images);
        }
        while (answer is ApiAnswer.Away && ++attempt < MostAttempts);

        return answer;
    }

    /// <summary>Null where none is named.</summary>
    private static Dictionary<string, string>? Images(VerbCall call, IEnumerable<string> given)
    {
        var images = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } container, { Length: > 0 } image])
            {
                call.Usage.Add("--image", $"'{text}' names no container and image", "write --image CONTAINER=IMAGE, such as shop=registry.example/shop:2");
            }
            else if (!images.TryAdd(container, image))
            {
                call.Usage.Add("--image", $"the container '{container}' is given twice", "give it once");
            }
        }

        return images.Count == 0 ? null : images;
    }

    private sealed record Release(string? Version, IReadOnlyDictionary<string, string>? Images, string? Commit, string? CommittedAt, string? BuiltAt)
    {
        public string? ApiBreaks { get; init; }

        public string? Risk { get; init; }

        public Dictionary<string, string?> Body => new(StringComparer.Ordinal)
        {
            ["version"] = Version, ["commit"] = Commit, ["committedAt"] = CommittedAt, ["builtAt"] = BuiltAt, ["apiBreaks"] = ApiBreaks,
            ["risk"] = Risk,
        };
    }
}
