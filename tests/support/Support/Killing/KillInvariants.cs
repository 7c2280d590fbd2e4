using System.Globalization;
using System.Text.Json.Nodes;

namespace Rollout.Support.Killing;

/// <summary>
/// What holds of a rollout in a cluster at whatever moment its controllers die; the one place where it is written down. It is told every request
/// that the API server carried out, and asked after every kill.
/// <list type="number">
/// <item>Every write of the status follows the one before it: nobody writes over what he has not read, and nothing that was recorded is lost.</item>
/// <item>No reading counts twice: counted buckets lie after all that were counted before, and are no more orders than were sold in their time.</item>
/// <item>Trials, stages and evidence never go back, and an outcome stays what it was.</item>
/// <item>No action is done twice in a trial: no second canary ReplicaSet, nothing deleted again, a workload not brought again to where it was brought.</item>
/// <item>The template of the user is never rewritten, but for the way back of a DaemonSet, and then to the stable one.</item>
/// <item>Never more canaries than the recorded stage has, and no pod of a version that is neither stable nor on trial.</item>
/// </list>
/// </summary>
/// <param name="kind">Of the workload, which is named shop.</param>
/// <param name="bucket">Of the metric.</param>
/// <param name="sold">What all pods sold in a span at most.</param>
public sealed class KillInvariants(string kind, TimeSpan bucket, Func<DateTimeOffset, DateTimeOffset, double> sold)
{
    private readonly Lock gate = new();
    private readonly List<(long Version, bool ByController, string Verb, string Path, JsonNode Outcome)> told = [];
    private readonly HashSet<string> done = new(StringComparer.Ordinal);
    private readonly string workloads = $"/{kind.ToLowerInvariant()}s/";
    private JsonNode? status;
    private JsonNode? workload;
    private RecordedCount? counted;

    /// <summary>Of the first counted bucket of the trial; null: not known, since it was not recorded alone.</summary>
    private DateTimeOffset? began;
    private int widest;
    private int heard;
    private long newest;

    /// <summary>Accepted writes of the status, as far as they were checked.</summary>
    public int Writes { get; private set; }

    /// <summary>The same as soon as they are made. Any thread.</summary>
    public int Heard => Volatile.Read(ref heard);

    /// <summary>What controllers did to the cluster so far, besides recording and telling.</summary>
    public int Actions { get; private set; }

    /// <summary>Trials that were begun so far.</summary>
    public long Trials => counted?.Trial ?? 0;

    /// <summary>A request that was carried out, with what is stored now. Any thread.</summary>
    public void Tell(bool byController, string verb, string path, JsonObject outcome)
    {
        lock (gate)
        {
            heard += IsRecord(path) ? 1 : 0;

            // What is deleted may be answered without a version: then it came after what was heard of before it.
            var version = Version(outcome);
            newest = Math.Max(newest, version);

            // Numbers that were read are of any width; those that were made are not.
            told.Add((version > 0 ? version : newest, byController, verb, path, JsonNode.Parse(outcome.ToJsonString())!));
        }
    }

    /// <summary>All that was told since the last time, and the cluster as it is now that no controller works.</summary>
    /// <param name="versions">Pods by version, without those that end.</param>
    /// <param name="stable">The version that ran before the trial.</param>
    /// <param name="tried">The version on trial, or wanted.</param>
    /// <exception cref="InvalidOperationException">One of them is broken.</exception>
    public void Check(IReadOnlyDictionary<string, int> versions, string stable, string tried)
    {
        lock (gate)
        {
            foreach (var (_, byController, verb, path, outcome) in told.OrderBy(t => t.Version))
            {
                if (IsRecord(path))
                {
                    Recorded(outcome["status"]!);
                }
                else if (byController)
                {
                    Acted(verb, path, outcome);
                }

                workload = (string?)outcome["kind"] == kind && outcome["spec"]?["template"] is not null ? outcome : workload;
            }

            told.Clear();
        }

        Placed(versions, stable, tried);
    }

    private void Recorded(JsonNode next)
    {
        Writes++;
        var now = RecordedCount.Of(next["evidence"]!);
        if (status is { } last && counted is { } was)
        {
            var (before, after) = ((long)last["evidence"]!["sequence"]!, (long)next["evidence"]!["sequence"]!);
            Holds(after == before + 1, $"write {after} of the status follows write {before}");
            Holds(now.Trial >= was.Trial, $"trial {now.Trial} follows trial {was.Trial}");
            var (outcomes, more) = (Outcomes(last), Outcomes(next));
            Holds(IsContinued(outcomes, more), $"outcomes were {string.Join(", ", outcomes)} and are {string.Join(", ", more)}");
            if (now.Trial == was.Trial)
            {
                Counted(was, now);
                Holds(Index(next) >= Index(last) || Index(next) < 0, $"stage {Index(next)} follows stage {Index(last)}");
            }
        }

        if (counted?.Trial != now.Trial)
        {
            (began, widest) = (null, 0);
            done.Clear();
        }

        began ??= now.Buckets == 1 ? now.Start : null;
        widest = Math.Max(widest, (int?)next["stage"]?["nodes"] ?? 0);
        (status, counted) = (next, now);
    }

    private void Counted(RecordedCount was, RecordedCount now)
    {
        var (buckets, orders) = (now.Buckets - was.Buckets, now.Fleet - was.Fleet);
        Holds(buckets >= 0 && orders >= 0 && now.Canary >= was.Canary && (was.End is null || now.End >= was.End), $"evidence was lost: {was} became {now}");
        if (buckets == 0)
        {
            Holds(orders == 0 && now.Canary == was.Canary, $"orders without a bucket: {was} became {now}");
            return;
        }

        Holds(was.End is null || now.Start >= was.End, $"a bucket began before the last had ended: {was} became {now}");
        if (was.End is { } end)
        {
            Holds(buckets * bucket <= now.End - end, $"{buckets} buckets were counted in {now.End - end}: {was} became {now}");
            Holds(orders <= sold(end, now.End!.Value), $"{orders} orders were counted of {sold(end, now.End!.Value)}: {was} became {now}");
        }

        if (began is { } first && now.End is { } last)
        {
            Holds(now.Fleet <= sold(first, last), $"{now.Fleet} orders were counted of {sold(first, last)} since {first:O}: {now}");
        }
    }

    private void Acted(string verb, string path, JsonNode outcome)
    {
        var isWorkload = path.Contains(workloads, StringComparison.Ordinal);
        if (isWorkload && workload is { } before && (long?)before["metadata"]!["generation"] != (long?)outcome["metadata"]!["generation"])
        {
            Actions++;
            var (spec, template) = (outcome["spec"]!, outcome["spec"]!["template"]!);
            Holds(done.Add(spec.ToJsonString()), $"the {kind} was brought a second time in trial {Trials} to {spec.ToJsonString()}");
            Holds(JsonNode.DeepEquals(template, before["spec"]!["template"]) || (kind == "DaemonSet" && (string?)status?["phase"] == "RollingBack"),
                $"the template was rewritten in phase {status?["phase"]}: {template.ToJsonString()}");
        }
        else if (verb == "create" && path.EndsWith("/replicasets", StringComparison.Ordinal))
        {
            Actions++;
            Holds(done.Add(path), $"a second canary ReplicaSet in trial {Trials}: {outcome["metadata"]!["name"]}");
        }
        else if (verb == "delete" && !path.Contains("/configmaps/", StringComparison.Ordinal))
        {
            Actions++;
            Holds(done.Add("delete " + path), $"{path} was deleted a second time in trial {Trials}");
        }
    }

    private void Placed(IReadOnlyDictionary<string, int> versions, string stable, string tried)
    {
        Holds(versions.Keys.All(v => v == stable || v == tried), $"there run {string.Join(", ", versions)}, and only {stable} and {tried} may");
        var phase = (string?)status?["phase"] ?? "";
        if (phase is not ("Promoting" or "Promoted"))
        {
            var most = phase is "" or "Idle" or "Waiting" or "RolledBack" ? 0 : widest;
            var canaries = versions.Where(v => v.Key != stable).Sum(v => v.Value);
            Holds(canaries <= most, $"{canaries} pods run {tried} in phase {phase}, stage {status?["stage"]?.ToJsonString()} of trial {Trials}");
        }
    }

    private static long Version(JsonObject outcome) => long.TryParse((string?)outcome["metadata"]?["resourceVersion"], CultureInfo.InvariantCulture, out var version) ? version : 0;

    /// <summary>Whether a path is that of a rollout's status.</summary>
    public static bool IsRecord(string path) => path.EndsWith("/status", StringComparison.Ordinal) && path.Contains("/staggeredrollouts/", StringComparison.Ordinal);

    private static int Index(JsonNode of) => (int?)of["stage"]?["index"] ?? -1;

    private static List<string> Outcomes(JsonNode of) => [.. of["outcomes"]?.AsArray().Select(o => $"{o!["result"]} {o["revision"]} {o["startedAt"]} {o["endedAt"]}") ?? []];

    /// <summary>At most one came on top; of many the oldest are dropped.</summary>
    private static bool IsContinued(List<string> was, List<string> now) => Enumerable.Range(0, 2).Any(more =>
        now.Count >= more && now.Skip(more).SequenceEqual(was.Take(Math.Max(now.Count, was.Count) - more), StringComparer.Ordinal));

    private static void Holds(bool invariant, string broken)
    {
        if (!invariant)
        {
            throw new InvalidOperationException("an invariant is broken: " + broken);
        }
    }
}
