using System.Net;
using System.Text;
using Rollout.Api.Binding;
using Rollout.Fleets.Hosts;
using Rollout.Probes.Import;
using Rollout.Server.Hosting;
using Rollout.Server.Probing;
using Rollout.Support;
using Rollout.Support.Serving;

namespace Rollout.Server.Tests.Probing;

/// <summary>The blackbox exporter as Debian packages it, and the prober of this repository with what it imports of the same configuration.</summary>
internal sealed class BothProbers : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(1) };
    private BlackboxExporter exporter = null!;
    private ProbeServer prober = null!;

    public Uri Exporter => exporter.Address;

    public Uri Prober => prober.Address;

    /// <summary>What the import could not carry over.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    public static async Task<BothProbers> StartAsync(string configuration)
    {
        var both = new BothProbers();
        try
        {
            both.exporter = await BlackboxExporter.StartAsync(configuration);
            var problems = new BindingProblems();
            var imported = BlackboxImport.Read(YamlTree.Read(Encoding.UTF8.GetBytes(configuration), "blackbox.yml", problems)!, problems)!;
            Assert.Empty(problems.InOrder());
            both.LeftOut = [.. imported.LeftOut.Select(l => l.Place)];
            foreach (var probe in imported.Probes)
            {
                both.folder.Write(probe.Name + ".yaml", YamlText.Write(ProbeJson.Write(probe)));
            }

            var (server, wrong) = await ProbeServer.StartAsync(
                new ProbeServerOptions { Folder = both.folder.Path, Listen = new ListenAddress(IPAddress.Loopback, 0) }, TimeProvider.System, CancellationToken.None);
            Assert.Empty(wrong);
            both.prober = server!;
            return both;
        }
        catch
        {
            await both.DisposeAsync();
            throw;
        }
    }

    /// <summary>What both say in the same words: of a run its success and, of HTTP, the status and the redirects; else the error.</summary>
    public async Task<string> AskAsync(Uri address, string module, string target, string? hostname = null)
    {
        var query = $"probe?module={module}&target={Uri.EscapeDataString(target)}{(hostname is null ? "" : "&hostname=" + Uri.EscapeDataString(hostname))}";
        var (status, _, text) = await GetAsync(new Uri(address, query));
        if (status != HttpStatusCode.OK)
        {
            return $"{(int)status} {text.Trim()}";
        }

        (string Name, string Metric)[] wanted = [("success", "probe_success "), ("status", "probe_http_status_code "), ("redirects", "probe_http_redirects ")];

        // Of a request without an answer the exporter counts redirects, and the prober says nothing.
        var lines = text.Split('\n');
        return string.Join(", ", wanted
            .Select(w => (w.Name, Line: Array.Find(lines, l => l.StartsWith(w.Metric, StringComparison.Ordinal))))
            .Where(f => f.Line is not null && (f.Name != "redirects" || !lines.Contains("probe_http_status_code 0")))
            .Select(f => $"{f.Name} {f.Line!.Split(' ')[1]}"));
    }

    public async Task<(HttpStatusCode Status, string? Type, string Text)> GetAsync(Uri address)
    {
        using var answer = await http.GetAsync(address);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, Encoding.UTF8.GetString(memory.ToArray()));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (prober is not null)
        {
            await prober.DisposeAsync();
        }

        if (exporter is not null)
        {
            await exporter.DisposeAsync();
        }

        folder.Dispose();
    }
}
