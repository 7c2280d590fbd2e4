using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Rollout.Support;

namespace Rollout.Cli.Tests.Judging;

public sealed class JudgeVerbTests : IDisposable
{
    private static readonly string[] Fields =
    [
        "id", "verdict", "decidedAt", "minutes", "effect", "low", "high", "logEHarm", "logESafe", "canaryEvents", "fleetEvents",
        "phi", "sigma0", "expectedShare", "notes", "explanation",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_halved_canary_is_worse()
    {
        var shop = new RecordedShop { Loss = 0.5 };
        var json = await JudgeJsonAsync("--events", folder.Write("x.csv", shop.Csv()), "--canary", "n0", "--start", shop.StartText);
        Assert.Equal(Fields, json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Worse", json.GetProperty("verdict").GetString());
        Assert.InRange(json.GetProperty("minutes").GetDouble(), 3, 60);
        Assert.InRange(json.GetProperty("effect").GetDouble(), -0.9, -0.2);
        Assert.True(json.GetProperty("low").GetDouble() < json.GetProperty("effect").GetDouble());
        Assert.True(json.GetProperty("high").GetDouble() > json.GetProperty("effect").GetDouble());
        Assert.True(json.GetProperty("logEHarm").GetDouble() >= Math.Log(100));
        Assert.InRange(json.GetProperty("expectedShare").GetDouble(), 0.19, 0.21);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("id").ValueKind);
        // The end of a bucket; minutes count from the start with the warm-up in them.
        var decided = json.GetProperty("decidedAt").GetDateTimeOffset();
        Assert.Equal(0, decided.Second);
        Assert.Equal((decided - shop.Start).TotalMinutes, json.GetProperty("minutes").GetDouble());
        Assert.Matches("Z$", json.GetProperty("decidedAt").GetString()!);
    }

    [Fact]
    public async Task A_plot_is_written_beside_the_verdict_and_refused_where_it_cannot_be()
    {
        var shop = new RecordedShop { Loss = 0.5 };
        string[] args = ["judge", "--events", folder.Write("x.csv", shop.Csv()), "--canary", "n0", "--start", shop.StartText, "-o", "json", "--plot"];
        var file = Path.Combine(folder.Path, "verdict.svg");
        var answer = await RolloutProcess.RunAsync([.. args, file]);
        Assert.Equal(0, answer.ExitCode);
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Contains(json.RootElement.GetProperty("explanation").GetString()!, WebUtility.HtmlDecode(await File.ReadAllTextAsync(file)), StringComparison.Ordinal);
        Assert.StartsWith("n0 earned ", json.RootElement.GetProperty("explanation").GetString()!, StringComparison.Ordinal);
        foreach (var (wrong, said) in new[] { (file + ".png", "does not end in .svg"), (Path.Combine(folder.Path, "no", "x.svg"), "does not exist") })
        {
            var refused = await RolloutProcess.RunAsync([.. args, wrong]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(said, refused.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(wrong));
        }
    }

    [Fact]
    public async Task An_unchanged_canary_is_no_worse_and_with_ignore_promote_the_evidence_stays_insufficient()
    {
        var shop = new RecordedShop { OrdersPerMinuteAndNode = 10 };
        string[] args = ["--events", folder.Write("x.csv", shop.Csv()), "--canary", "n0", "--start", shop.StartText, "--tolerance", "0.2"];
        var json = await JudgeJsonAsync(args);
        Assert.Equal("NoWorse", json.GetProperty("verdict").GetString());
        var on = await JudgeJsonAsync([.. args, "--ignore-promote"]);
        Assert.Equal("Insufficient", on.GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, on.GetProperty("decidedAt").ValueKind);
        Assert.Equal(JsonValueKind.Null, on.GetProperty("minutes").ValueKind);
        Assert.True(on.GetProperty("fleetEvents").GetDouble() > json.GetProperty("fleetEvents").GetDouble());
    }

    [Fact]
    public async Task Stdin_gzip_shuffled_rows_and_another_offset_give_the_same_answer()
    {
        var shop = new RecordedShop { Loss = 0.4 };
        var rows = shop.Rows();
        string[] args = ["--canary", "n0", "--start", shop.StartText, "-o", "json"];
        var plain = await RolloutProcess.RunInAsync(folder.Path, [], ["judge", "--events", folder.Write("x.csv", RecordedShop.Csv(rows)), .. args]);
        Assert.Equal(0, plain.ExitCode);
        Assert.Single(plain.OutLines);
        new Random(3).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        var shuffled = await RolloutProcess.RunInAsync(folder.Path, [], ["judge", "--events", folder.Write("y.csv", RecordedShop.Csv(rows)), .. args]);
        Assert.Equal(plain, shuffled);
        var piped = await RolloutProcess.RunInAsync(folder.Path, Gzip(RecordedShop.Csv(rows)), ["judge", "--events", "-", .. args]);
        Assert.Equal(plain, piped);
        var offset = shop.Start.ToOffset(TimeSpan.FromHours(-5)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
        var elsewhere = await RolloutProcess.RunInAsync(folder.Path, [], ["judge", "--events", "x.csv", "--canary", "n0", "--start", offset, "--json"]);
        Assert.Equal(plain, elsewhere);
    }

    [Fact]
    public async Task Gzip_that_was_cut_short_is_refused()
    {
        var shop = new RecordedShop();
        var answer = await RolloutProcess.RunInAsync(
            folder.Path, Gzip(shop.Csv())[..^10], "judge", "--events", "-", "--canary", "n0", "--start", shop.StartText, "-o", "json");
        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Out);
        Assert.Contains("stdin: the gzip data are damaged or cut short; compress the file again", answer.ErrorLines);
    }

    [Fact]
    public async Task Buckets_of_the_same_orders_tell_the_same_counts()
    {
        var shop = new RecordedShop { Loss = 0.6 };
        string[] args = ["--canary", "n0", "--start", shop.StartText, "--kind", "count"];
        var events = await JudgeJsonAsync(["--events", folder.Write("x.csv", shop.Csv()), .. args]);
        var buckets = await JudgeJsonAsync(["--buckets", folder.Write("b.csv", shop.BucketsCsv()), .. args]);
        Assert.Equal(events.GetRawText(), buckets.GetRawText());
        Assert.Equal("Worse", events.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task A_missing_row_is_left_out_on_both_sides()
    {
        // Without its rows the canary would look dead if silence counted as zero.
        var shop = new RecordedShop { OrdersPerMinuteAndNode = 10 };
        var lines = shop.BucketsCsv().Split('\n');
        var from = Array.FindIndex(lines, l => l.StartsWith(shop.StartText, StringComparison.Ordinal));
        var random = new Random(7);
        var thinned = lines.Where((line, i) => i < from || !line.Contains(",n0,", StringComparison.Ordinal) || random.Next(2) == 0);
        var json = await JudgeJsonAsync("--buckets", folder.Write("b.csv", string.Join('\n', thinned)), "--canary", "n0", "--start", shop.StartText, "--tolerance", "0.2");
        Assert.Equal("NoWorse", json.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task No_history_and_no_calibration_are_said()
    {
        var shop = new RecordedShop { Loss = 0.5 };
        var after = shop.Rows().Where(r => string.CompareOrdinal(r, shop.StartText) >= 0);
        var without = await JudgeJsonAsync("--events", folder.Write("x.csv", RecordedShop.Csv(after)), "--canary", "n0", "--start", shop.StartText);
        Assert.Equal("Worse", without.GetProperty("verdict").GetString());
        Assert.Equal(0.2, without.GetProperty("expectedShare").GetDouble(), 12);
        Assert.Contains("no history: the nodes' shares are taken as equal", Notes(without));
        var uncalibrated = await JudgeJsonAsync("--events", folder.Write("y.csv", shop.Csv()), "--canary", "n0", "--start", shop.StartText, "--no-calibration");
        foreach (var json in new[] { without, uncalibrated })
        {
            Assert.Equal((1.0, 0.0), (json.GetProperty("phi").GetDouble(), json.GetProperty("sigma0").GetDouble()));
            Assert.Contains("uncalibrated: no guarantee against node differences", Notes(json));
        }
    }

    [Fact]
    public async Task Refunds_are_left_out_and_counted()
    {
        var shop = new RecordedShop { Loss = 0.5 };
        var refunds = shop.Rows().Take(7).Select(r => r[..(r.LastIndexOf(',') + 1)] + "-5");
        string[] args = ["--canary", "n0", "--start", shop.StartText];
        var with = await JudgeJsonAsync(["--events", folder.Write("x.csv", RecordedShop.Csv(shop.Rows().Concat(refunds))), .. args]);
        var without = await JudgeJsonAsync(["--events", folder.Write("y.csv", shop.Csv()), .. args]);
        Assert.Equal([.. Notes(without), "7 refunds (negative values) are left out"], Notes(with));
        Assert.Equal(without.GetProperty("logEHarm").GetDouble(), with.GetProperty("logEHarm").GetDouble());
    }

    [Fact]
    public async Task The_warm_up_is_discarded_and_an_end_ends_it()
    {
        // A canary that is dead for its first ten minutes only.
        var shop = new RecordedShop { OrdersPerMinuteAndNode = 10 };
        var dead = shop.Start.AddMinutes(10).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        var rows = shop.Rows().Where(r => !r.Contains(",n0,", StringComparison.Ordinal) || string.CompareOrdinal(r, shop.StartText) < 0 || string.CompareOrdinal(r, dead) >= 0);
        string[] args = ["--events", folder.Write("x.csv", RecordedShop.Csv(rows)), "--canary", "n0", "--start", shop.StartText, "--tolerance", "0.2"];
        Assert.Equal("Worse", (await JudgeJsonAsync(args)).GetProperty("verdict").GetString());
        var warm = await JudgeJsonAsync([.. args, "--warm-up", "10m"]);
        Assert.Equal("NoWorse", warm.GetProperty("verdict").GetString());
        Assert.True(warm.GetProperty("minutes").GetDouble() > 10);
        var cut = await JudgeJsonAsync([.. args, "--warm-up", "10m", "--end", shop.Start.AddMinutes(5).ToString("O")]);
        Assert.Equal("Insufficient", cut.GetProperty("verdict").GetString());
        Assert.Equal(0, cut.GetProperty("fleetEvents").GetDouble());
        Assert.Contains("no bucket lies between the end of the warm-up and the end of the data: nothing was judged", Notes(cut));
    }

    [Fact]
    public async Task Without_json_it_answers_in_sentences_of_80_columns()
    {
        var shop = new RecordedShop { Loss = 0.5 };
        var answer = await RolloutProcess.RunAsync("judge", "--events", folder.Write("x.csv", shop.Csv()), "--canary", "n0", "--start", shop.StartText);
        Assert.Equal(0, answer.ExitCode);
        Assert.Empty(answer.Error);
        Assert.StartsWith("Worse: n0 earns less than the rest of the fleet lets expect.", answer.Out, StringComparison.Ordinal);
        Assert.All(answer.OutLines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var file = folder.Write("x.csv", "time,node,value\n2026-11-21T10:00:00Z,web1,1\n2026-11-21T10:01:00Z,web2,NaN\n2026-11-21,web3,1\n");
        var answer = await RolloutProcess.RunInAsync(folder.Path, [], "judge", "--events", "x.csv", "--canary", "web4,,web1,web1", "--start", "2026-12-24T10:00:00Z",
            "--end", "2026-11-20T10:00:00Z", "--bucket", "10m", "--alpha", "0", "--alpha-promote", "0.6", "--tolerance", "1", "--harm-floor", "-0.1", "--horizon", "0s",
            "--kind", "profit", "--warm-up", "soon", "-o", "yaml");
        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Out);
        Assert.Equal(
        [
            "--output: unknown format 'yaml'; write json or text",
            "--canary: 'web4,,web1,web1' holds an empty name; name the node with the new version, several with commas",
            "--canary: the node 'web1' is named 2 times; name it once",
            "--bucket: 10m is out of range; write a duration from 1s to 5m",
            "--alpha: 0 is out of range; write a decimal above 0 and at most 0.5",
            "--alpha-promote: 0.6 is out of range; write a decimal above 0 and at most 0.5",
            "--tolerance: 1 is out of range; write a decimal above 0 and below 1",
            "--harm-floor: -0.1 is out of range; write a decimal from 0 to below 1",
            "--horizon: 0s is out of range; write a duration from 1s to 3660d",
            "--warm-up: 'soon' is not a duration; write it like 90s, 10m or 1h30m",
            "--kind: unknown kind 'profit'; known are revenue and count",
            "--end: the end 2026-11-20T10:00:00Z is not after the start 2026-12-24T10:00:00Z; give a later end, or none",
            "x.csv:3: the value 'NaN' is not a finite number; leave the row out, or write what was measured",
            "x.csv:4: the time '2026-11-21' is not an RFC 3339 time; write it like 2026-11-21T10:00:00Z",
            "--canary: the node 'web4' is not in x.csv; did you mean web1? its nodes are web1, web2, web3",
            "--start: the start 2026-12-24T10:00:00Z lies outside the data; x.csv reaches from 2026-11-21T10:00:00Z to 2026-11-21T10:00:00Z",
            "rollout judge: 16 problems; nothing was judged (rollout judge --help)",
        ], answer.ErrorLines);
        Assert.True(File.Exists(file));
    }

    private static List<string?> Notes(JsonElement json) => [.. json.GetProperty("notes").EnumerateArray().Select(n => n.GetString())];

    private static async Task<JsonElement> JudgeJsonAsync(params string[] args)
    {
        var answer = await RolloutProcess.RunAsync(["judge", .. args, "-o", "json"]);
        Assert.True(answer.ExitCode == 0, answer.Error);
        Assert.Empty(answer.Error);
        return JsonDocument.Parse(Assert.Single(answer.OutLines)).RootElement;
    }

    private static byte[] Gzip(string text)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return zipped.ToArray();
    }
}
