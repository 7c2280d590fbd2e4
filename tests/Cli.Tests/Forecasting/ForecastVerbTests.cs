using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Rollout.Support;

namespace Rollout.Cli.Tests.Forecasting;

public sealed class ForecastVerbTests : IDisposable
{
    private static readonly string[] Contract =
        ["loss", "canaryNodes", "medianMinutes", "q90Minutes", "detectable", "smallestDetectableLoss", "canaryNodesNeeded"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_loss_has_the_contracts_fields_and_larger_ones_come_sooner()
    {
        var json = await JsonAsync("--events", folder.Write("x.csv", new RecordedShop().Csv()), "--loss", "0.1,0.2,0.5");
        var losses = json.GetProperty("losses").EnumerateArray().ToList();
        Assert.Equal([.1, .2, .5], losses.Select(l => l.GetProperty("loss").GetDouble()));
        Assert.All(losses, l => Assert.Equal(Contract, l.EnumerateObject().Select(p => p.Name).Take(Contract.Length)));
        var minutes = losses.Where(l => l.GetProperty("detectable").GetBoolean()).Select(l => l.GetProperty("medianMinutes").GetDouble()).ToList();
        Assert.True(minutes.Count >= 2);
        Assert.Equal(minutes.OrderDescending(), minutes);
        Assert.InRange(minutes[^1], 3, 60);
        Assert.True(json.GetProperty("minutesToPromote").ValueKind is JsonValueKind.Number or JsonValueKind.Null);
        Assert.Equal([.2, .1], json.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("tolerance").GetDouble()));
        Assert.Equal("flat", json.GetProperty("rhythm").GetString());
        Assert.Contains(json.GetProperty("notes").EnumerateArray(), n => n.GetString()!.Contains("no daily rhythm"));
    }

    [Fact]
    public async Task Stdin_gzip_and_buckets_are_read_as_by_judge()
    {
        var shop = new RecordedShop { Judged = TimeSpan.Zero };
        var plain = await JsonAsync("--events", folder.Write("x.csv", shop.Csv()), "--kind", "count");
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(shop.Csv()));
        }

        var answer = await RolloutProcess.RunInAsync(folder.Path, packed.ToArray(), "forecast", "--events", "-", "--kind", "count", "--json");
        Assert.Equal(plain.GetRawText(), answer.Out.Trim());
        var buckets = await JsonAsync("--buckets", folder.Write("b.csv", shop.BucketsCsv()), "--kind", "count");
        Assert.Equal(plain.GetProperty("losses").GetRawText(), buckets.GetProperty("losses").GetRawText());
    }

    [Fact]
    public async Task What_lies_after_the_start_is_not_looked_at()
    {
        var shop = new RecordedShop { Loss = .9 };
        var whole = await JsonAsync("--events", folder.Write("x.csv", shop.Csv()), "--start", shop.StartText);
        var before = await JsonAsync("--events", folder.Write("y.csv", RecordedShop.Csv(shop.Rows().Where(r => string.CompareOrdinal(r, shop.StartText) < 0))), "--start", shop.StartText);
        Assert.Equal(whole.GetRawText(), before.GetRawText());
    }

    [Fact]
    public async Task Every_problem_is_listed_at_once()
    {
        var answer = await RolloutProcess.RunAsync("forecast", "--events", "/no/such", "--loss", "0,x,2", "--canary-nodes", "0", "--alpha", "1", "--horizn=3h");
        Assert.Equal(2, answer.ExitCode);
        Assert.Equal("", answer.Out);
        foreach (var part in new[] { "did you mean --horizon?", "'0' is not a loss", "'x' is not a loss", "'2' is not a loss", "--canary-nodes:", "--alpha:", "/no/such: no such file", "7 problems; nothing was forecast" })
        {
            Assert.Contains(part, answer.Error);
        }
    }

    [Theory]
    [InlineData("time,node,value\n", "1", "no row follows the header")]
    [InlineData("time,node,value\n2026-11-20T00:00:00Z,n0,1\n2026-11-20T00:03:00Z,n1,1\n", "1", "at least 10 are needed")]
    [InlineData("time,node,value\n2026-11-20T00:00:00Z,n0,1\n2026-11-20T09:00:00Z,n0,1\n", "1", "'n0' is the only node")]
    [InlineData("time,node,value\n2026-11-20T08:00:00Z,n0,1\n2026-11-20T08:30:00Z,n1,1\n2026-11-20T08:30:00Z,n0,1\n", "2", "2 canaries leave nobody")]
    public async Task A_history_that_says_too_little_is_refused_with_what_is_missing(string csv, string canaries, string said)
    {
        var answer = await RolloutProcess.RunAsync("forecast", "--events", folder.Write("x.csv", csv), "--canary-nodes", canaries);
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(said, answer.Error);
    }

    [Theory]
    [InlineData("10,1e12")]
    [InlineData("1e12,1e12")]
    [InlineData("1e-9,1e-9")]
    [InlineData("10,0")]
    public async Task Extreme_figures_give_a_forecast_without_a_number_that_is_none(string cell)
    {
        var text = new StringBuilder("time,node,count,sum\n");
        for (var minute = 0; minute < 200; minute++)
        {
            for (var node = 0; node < 3; node++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{RecordedShop.FirstRow.AddMinutes(minute):yyyy-MM-ddTHH:mm}:00Z,n{node},{cell}\n");
            }
        }

        var json = await JsonAsync("--buckets", folder.Write("b.csv", text.ToString()));
        Assert.DoesNotContain("NaN", json.GetRawText());
        Assert.DoesNotContain("Infinity", json.GetRawText());
    }

    [Fact]
    public async Task As_text_it_is_a_table_within_80_columns()
    {
        var answer = await RolloutProcess.RunAsync("forecast", "--events", folder.Write("x.csv", new RecordedShop().Csv()));
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("found in half", answer.Out);
        Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    private static async Task<JsonElement> JsonAsync(params string[] args)
    {
        var answer = await RolloutProcess.RunAsync(["forecast", .. args, "-o", "json"]);
        Assert.True(answer.ExitCode == 0, answer.Error);
        using var document = JsonDocument.Parse(answer.Out);
        return document.RootElement.Clone();
    }
}
