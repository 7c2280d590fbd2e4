using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Rollout.Integration.Tests.Grafana;

/// <summary>What a Prometheus has stored over a span of time, asked for as Grafana asks.</summary>
internal sealed class StoredSeries(Uri prometheus, DateTimeOffset from, DateTimeOffset to) : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = prometheus, Timeout = TimeSpan.FromMinutes(1) };

    public void Dispose() => http.Dispose();

    /// <summary>How many numbers (NaN is none) a range query finds over the whole span.</summary>
    public async Task<int> NumbersAsync(string expression) =>
        (await OverAsync(expression)).SelectMany(s => s.GetProperty("values").EnumerateArray()).Count(IsNumber);

    /// <summary>The labels that all series of a range query have; none where it finds nothing.</summary>
    public async Task<IReadOnlySet<string>> LabelsAsync(string expression) => (await OverAsync(expression))
        .Select(s => s.GetProperty("metric").EnumerateObject().Select(l => l.Name).ToHashSet(StringComparer.Ordinal))
        .Aggregate((IReadOnlySet<string>?)null, (all, one) => all is null ? one : all.Intersect(one).ToHashSet(StringComparer.Ordinal)) ?? new HashSet<string>();

    /// <summary>How many numbers it finds at one moment.</summary>
    public async Task<int> NumbersAsync(string expression, DateTimeOffset at) =>
        (await SeriesAsync(expression, at)).Count(s => IsNumber(s.GetProperty("value")));

    /// <summary>The series at one moment.</summary>
    public async Task<IReadOnlyList<JsonElement>> SeriesAsync(string expression, DateTimeOffset at) =>
        [.. (await AskAsync("api/v1/query", ("query", expression), ("time", Time(at)))).GetProperty("result").EnumerateArray()];

    /// <summary>The values of a label, as label_values(SELECTOR, LABEL) has them.</summary>
    public async Task<IReadOnlyList<string>> LabelAsync(string selector, string label)
    {
        var data = await AskAsync($"api/v1/label/{label}/values", ("match[]", selector), ("start", Time(from)), ("end", Time(to)));
        return [.. data.EnumerateArray().Select(v => v.GetString()!)];
    }

    public async Task<JsonElement> AskAsync(string path, params (string Key, string Value)[] parameters)
    {
        var query = string.Join('&', parameters.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        using var response = await http.GetAsync(new Uri($"{path}?{query}", UriKind.Relative), CancellationToken.None);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None);
        return response.IsSuccessStatusCode ? answer.GetProperty("data") : throw new InvalidOperationException($"{path} {parameters[0].Value}: {answer}");
    }

    private async Task<IReadOnlyList<JsonElement>> OverAsync(string expression)
    {
        var data = await AskAsync("api/v1/query_range", ("query", expression), ("start", Time(from)), ("end", Time(to)), ("step", Step.TotalSeconds.ToString(CultureInfo.InvariantCulture)));
        return [.. data.GetProperty("result").EnumerateArray()];
    }

    private static bool IsNumber(JsonElement sample) => sample[1].GetString() != "NaN";

    private static string Time(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);
}
