using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Rollout.Support.Serving;

/// <summary>The real Alertmanager.</summary>
public sealed class AlertmanagerServer : IAsyncDisposable
{
    private readonly ServedProgram program;
    private readonly HttpClient client;

    private AlertmanagerServer(ServedProgram program, HttpClient client) => (this.program, this.client) = (program, client);

    public Uri Address => program.Address;

    public static async Task<AlertmanagerServer> StartAsync(string configuration)
    {
        var (folder, port) = ServedProgram.Place("alertmanager");
        await File.WriteAllTextAsync(Path.Combine(folder, "alertmanager.yml"), configuration);
        var client = new HttpClient { BaseAddress = ServedProgram.At("http", port) };
        return new AlertmanagerServer(await ServedProgram.StartAsync("prometheus-alertmanager", folder,
        [
            "--config.file=alertmanager.yml", "--storage.path=data", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
            "--cluster.listen-address=", "--log.level=error",
        ], client), client);
    }

    /// <summary>As Prometheus tells of an alert.</summary>
    public async Task PostAsync(string name, string severity, DateTimeOffset startsAt, DateTimeOffset? endsAt = null)
    {
        using var answer = await client.PostAsJsonAsync("/api/v2/alerts", new[]
        {
            new
            {
                labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = name, ["severity"] = severity, ["service"] = "shop" },
                annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["summary"] = "5xx above 2 %" },
                startsAt,
                endsAt = endsAt ?? startsAt.AddHours(24),
            },
        });
        answer.EnsureSuccessStatusCode();
    }

    public async Task<IReadOnlyList<JsonNode>> AlertsAsync() => [.. (await client.GetFromJsonAsync<JsonArray>("/api/v2/alerts"))!.Select(a => a!)];

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
