using System.Globalization;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Recording.Sqlite;

namespace Rollout.KillHost;

/// <summary>
/// Writes one record after another into a state file and says each version once it is stored, until it is killed. Everything in a write
/// follows from its version, so that whoever looks afterwards can tell a whole write from half of one.
/// </summary>
internal static class Writing
{
    public static async Task<int> RunAsync(string path)
    {
        var opened = SqliteRecorder.Open(path, new SqliteRecorderOptions { BucketsKept = TimeSpan.FromDays(36500) }, TimeProvider.System);
        if (opened is not OpenResult.Opened { Recorder: var recorder })
        {
            Console.WriteLine(((OpenResult.Refused)opened).Problem);
            return 1;
        }

        var key = new RolloutKey("default", "shop");
        var read = await recorder.ReadAsync(key, CancellationToken.None);
        var record = read is Observed<RolloutRecord>.Known known ? known.Value : new RolloutRecord { Key = key, Progress = Progress.Initial };
        Console.WriteLine("open");
        while (true)
        {
            var version = record.Version + 1;
            var at = DateTimeOffset.UnixEpoch.AddSeconds(version);
            var text = version.ToString(CultureInfo.InvariantCulture);
            var next = record with
            {
                Progress = record.Progress with { Message = text },
                Evidence = new Dictionary<string, Evidence> { ["dollars"] = new() { Buckets = (int)version, Orders = new string('A', 2000) + text } },
            };
            var news = new RecordedNews
            {
                Happenings = [new Happening(at, "v2", "Tick", text, Severity.Normal)],
                Outcomes = version % 5 == 0 ? [new Outcome(OutcomeResult.Promoted, "v" + text, "Tick", text, at, at)] : [],
                TakenOrders = [.. record.Orders.Select(o => new TakenOrder(o.Id, text))],
                Buckets = [new MetricBucket("dollars", new FleetBucket(at, TimeSpan.FromSeconds(1), new Dictionary<string, Measure> { ["n1"] = new() { Count = version } }))],
                Points = [new MetricPoint("v2", "dollars", at, 0, -1, 1, version, -version, 0)],
            };
            if (await recorder.WriteAsync(next, record.Version, news, CancellationToken.None) is not RecordResult.Written written)
            {
                return 2;
            }

            Console.WriteLine(written.Version.ToString(CultureInfo.InvariantCulture));
            await recorder.OrderAsync(key, new Order(OrderKind.Pause, null, text, at), CancellationToken.None);
            record = ((Observed<RolloutRecord>.Known)await recorder.ReadAsync(key, CancellationToken.None)).Value;
        }
    }
}
