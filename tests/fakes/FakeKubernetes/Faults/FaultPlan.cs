using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Http;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Faults;

/// <summary>The faults that are in force, and how often each has struck.</summary>
public sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly Random random;
    private readonly TimeProvider time;
    private readonly List<Standing> standing = [];
    private readonly Dictionary<FaultKind, int> struck = [];
    private Func<long> revision = () => 0;

    internal FaultPlan(int seed, TimeProvider time)
    {
        random = new Random(seed);
        this.time = time;
    }

    /// <summary>
    /// Asked at every request that changes something: before it is carried out, and once more, with what came of it, before it is answered. True:
    /// its connection is reset there. Several requests ask at once, and wait for the answer.
    /// </summary>
    public Func<SeenRequest, ValueTask<bool>>? Cut { get; set; }

    public void Add(FaultRule rule)
    {
        lock (gate)
        {
            standing.Add(new Standing(rule, rule.Count));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            standing.Clear();
        }
    }

    public int Struck(FaultKind kind)
    {
        lock (gate)
        {
            return struck.GetValueOrDefault(kind);
        }
    }

    internal void Knows(Func<long> currentRevision) => revision = currentRevision;

    /// <summary>True when the fault has answered the request (or taken its connection).</summary>
    internal async Task<bool> InterfereAsync(ApiRequest request, CancellationToken cancel)
    {
        if (request.Verb is "create" or "update" or "patch" or "delete" && await CutsAsync(request, null))
        {
            return true;
        }

        if (Strike(request, FaultKind.Slow) is { } slow)
        {
            await Task.Delay(slow.Delay, time, cancel);
        }

        if (Strike(request, FaultKind.Reset) is not null)
        {
            request.Http.Abort();
            return true;
        }

        if (Strike(request, FaultKind.TooManyRequests) is { } busy)
        {
            throw new ApiFault(429, "TooManyRequests", "The server is currently unable to handle the request: too many requests, please try again later.", null, busy.RetryAfterSeconds);
        }

        if (Strike(request, FaultKind.ServerError) is not null)
        {
            throw new ApiFault(500, "InternalError", "Internal error occurred: injected fault",
                new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = "injected fault" }) });
        }

        if (request.Verb is "update" or "patch" && Strike(request, FaultKind.Conflict) is not null)
        {
            throw Refusals.Conflict(request.Type, request.Name);
        }

        return false;
    }

    /// <summary>The write has been done, but its answer gets lost.</summary>
    internal async ValueTask<bool> LosesAnswerAsync(ApiRequest request, JsonNode outcome)
    {
        if (await CutsAsync(request, outcome))
        {
            return true;
        }

        if (Strike(request, FaultKind.ResetAfterwards) is null)
        {
            return false;
        }

        request.Http.Abort();
        return true;
    }

    /// <summary>The older revision that a read is answered from, if a rule says so.</summary>
    internal long? Stale(ApiRequest request) => Strike(request, FaultKind.StaleRead) is { } rule ? Math.Max(1, revision() - rule.Behind)
        : null;

    internal FaultRule? Watch(ApiRequest request) => Strike(request, FaultKind.WatchCut) ?? Strike(request, FaultKind.WatchExpired);

    private async ValueTask<bool> CutsAsync(ApiRequest request, JsonNode? outcome)
    {
        var http = request.Http.Request;
        if (Cut is not { } cut || !await cut(new SeenRequest(request.Verb, http.Path.Value ?? "", http.Headers.UserAgent.ToString(), outcome?.DeepClone() as JsonObject)))
        {
            return false;
        }

        request.Http.Abort();
        return true;
    }

    private FaultRule? Strike(ApiRequest request, FaultKind kind)
    {
        lock (gate)
        {
            var path = request.Http.Request.Path.Value ?? "";
            var found = standing.FirstOrDefault(one => one.Rule.Kind == kind && one.Left != 0
                && (one.Rule.Verb == "*" || one.Rule.Verb == request.Verb) && path.Contains(one.Rule.Path, StringComparison.Ordinal));
            if (found is null || random.NextDouble() >= found.Rule.Probability)
            {
                return null;
            }

            found.Left--;
            struck[kind] = struck.GetValueOrDefault(kind) + 1;
            return found.Rule;
        }
    }

    private sealed class Standing(FaultRule rule, int? count)
    {
        public FaultRule Rule { get; } = rule;

        public int Left { get; set; } = count ?? int.MaxValue;
    }
}
