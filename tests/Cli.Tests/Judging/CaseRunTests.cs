using System.Text;
using System.Text.Json;
using Rollout.Support;

namespace Rollout.Cli.Tests.Judging;

public sealed class CaseRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Cases_come_back_in_the_order_given_and_say_what_each_says_alone()
    {
        var cases = new StringBuilder();
        var alone = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            // The first is the longest to judge, so that finishing in another order would show.
            var shop = new RecordedShop { Seed = i, Loss = i % 3 * 0.3, History = TimeSpan.FromHours(i == 0 ? 96 : 6) };
            folder.Write($"s{i}.csv", shop.Csv());
            cases.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $$"""{"id":"a{{i}}","events":"s{{i}}.csv","canary":"n{{i % 2}}","start":"{{shop.StartText}}","alphaPromote":0.1,"tolerance":"0.2"}""");
            var answer = await RolloutProcess.RunInAsync(folder.Path, [], "judge", "--events", $"s{i}.csv", "--canary", $"n{i % 2}", "--start", shop.StartText,
                "--alpha-promote", "0.1", "--tolerance", "0.2", "-o", "json");
            alone.Add(Assert.Single(answer.OutLines).Replace("\"id\":null", $"\"id\":\"a{i}\"", StringComparison.Ordinal));
        }

        folder.Write("cases.jsonl", cases.ToString());
        var all = await RolloutProcess.RunInAsync(folder.Path, [], "judge", "--cases", "cases.jsonl", "-o", "json");
        Assert.Equal(0, all.ExitCode);
        Assert.Equal(alone, all.OutLines);
        Assert.StartsWith("rollout judge: 12 cases: ", Assert.Single(all.ErrorLines), StringComparison.Ordinal);
        Assert.True(alone.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("verdict").GetString()).Distinct().Count() > 1);
    }

    [Fact]
    public async Task A_case_with_bad_input_is_misconfigured_with_all_its_problems_and_the_others_go_on()
    {
        var shop = new RecordedShop { Loss = 0.5, History = TimeSpan.FromHours(6) };
        folder.Write("data/x.csv", shop.Csv());
        folder.Write("data/cases.jsonl", $$"""
            {"events":"x.csv","canary":["n0"],"start":"{{shop.StartText}}","noCalibration":true}

            {"id":"typo","events":"x.csv","canary":"n7","start":"then","alphapromote":0.05,"alpha":2,"ignorePromote":"yes"}
            not json
            [1]
            {"id":7,"events":"nowhere.csv","canary":"n0","start":"{{shop.StartText}}","canary":"n1","bucket":null}
            {"id":"in","events":"-","canary":"n0","start":"{{shop.StartText}}"}
            {}
            """);
        var answer = await RolloutProcess.RunInAsync(folder.Path, [], "judge", "--cases", "data/cases.jsonl");
        Assert.Equal(0, answer.ExitCode);
        var reports = answer.OutLines.Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal(["1", "typo", "4", "5", "7", "in", "8"], reports.Select(r => r.GetProperty("id").GetString()));
        Assert.Equal("Worse", reports[0].GetProperty("verdict").GetString());
        Assert.All(reports[1..], r => Assert.Equal("Misconfigured", r.GetProperty("verdict").GetString()));
        Assert.All(reports[1..], r => Assert.Equal(JsonValueKind.Null, r.GetProperty("effect").ValueKind));
        Assert.Equal(
        [
            "data/cases.jsonl:3 alphapromote: unknown name; did you mean alphaPromote? known are id, events, buckets, canary, start, end, bucket, alpha, "
                + "alphaPromote, tolerance, horizon, kind, harmFloor, warmUp, noCalibration, ignorePromote",
            "data/cases.jsonl:3 start: 'then' is not an RFC 3339 time; write it like 2026-11-21T10:00:00Z, with Z or an offset",
            "data/cases.jsonl:3 alpha: 2 is out of range; write a decimal above 0 and at most 0.5",
            "data/cases.jsonl:3 ignorePromote: 'yes' is neither true nor false; write true or false",
            "data/cases.jsonl:3 canary: the node 'n7' is not in data/x.csv; did you mean n0? its nodes are n0, n1, n2, n3, n4",
        ], Notes(reports[1]));
        Assert.Equal(["data/cases.jsonl:4: the line is not JSON (at byte 2); write one JSON object a line"], Notes(reports[2]));
        Assert.StartsWith("data/cases.jsonl:5: the line is not a JSON object; ", Assert.Single(Notes(reports[3])), StringComparison.Ordinal);
        Assert.Equal(
        [
            "data/cases.jsonl:6 canary: the name stands there twice; keep one of them",
            "data/cases.jsonl:6 bucket: a value of the kind Null cannot stand here; write a string",
            "nowhere.csv: no such file; give the path of a CSV file, or - for standard input",
        ], Notes(reports[4]));
        Assert.Equal(["data/cases.jsonl:7 events: a case cannot read standard input; name a file"], Notes(reports[5]));
        Assert.Equal(3, Notes(reports[6]).Count);
    }

    [Theory]
    [InlineData("", "cases.jsonl: the file holds no case; write one JSON object a line (see --help)")]
    [InlineData("\n  \n", "cases.jsonl: the file holds no case; write one JSON object a line (see --help)")]
    [InlineData(null, "cases.jsonl: no such file; give the path of a file with one JSON object a line")]
    public async Task A_file_without_cases_is_refused(string? content, string expected)
    {
        if (content is not null)
        {
            folder.Write("cases.jsonl", content);
        }

        var answer = await RolloutProcess.RunInAsync(folder.Path, [], "judge", "--cases", "cases.jsonl", "--alpha", "0.1");
        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Out);
        Assert.Equal(
            ["--alpha: with --cases this says nothing; write it in the lines of the cases file", expected, "rollout judge: 2 problems; nothing was judged (rollout judge --help)"],
            answer.ErrorLines);
    }

    [Fact]
    public async Task Cases_can_be_piped_in()
    {
        var shop = new RecordedShop { Loss = 0.5, History = TimeSpan.FromHours(6) };
        folder.Write("x.csv", shop.Csv());
        var line = $$"""{"id":"a","events":"x.csv","canary":"n0","start":"{{shop.StartText}}"}""";
        var answer = await RolloutProcess.RunInAsync(folder.Path, Encoding.UTF8.GetBytes(line), "judge", "--cases", "-");
        Assert.Equal("Worse", JsonDocument.Parse(Assert.Single(answer.OutLines)).RootElement.GetProperty("verdict").GetString());
    }

    private static List<string> Notes(JsonElement report) => [.. report.GetProperty("notes").EnumerateArray().Select(n => n.GetString()!)];
}
