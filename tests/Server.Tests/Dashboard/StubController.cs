using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollout.Server.Dashboard;

namespace Rollout.Server.Tests.Dashboard;

/// <summary>
/// The real page behind a real Kestrel on loopback, with canned answers of the HTTP API. What it shows can be changed while it runs;
/// a change is told to the open event streams.
/// </summary>
internal sealed class StubController : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private IReadOnlyList<Scenario> shown;
    private TaskCompletionSource changed = New();

    private StubController(WebApplication app, IReadOnlyList<Scenario> shown)
    {
        this.app = app;
        this.shown = shown;
    }

    public Uri Address => new(app.Urls.Single());

    public static async Task<StubController> StartAsync(int port, params Scenario[] shown)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var app = builder.Build();
        var stub = new StubController(app, shown);
        app.MapDashboard();
        app.MapGet("/api/v1/rollouts", () => Answer(new JsonObject { ["items"] = new JsonArray([.. stub.Shown().Select(s => s.Rollout.DeepClone())]) }));
        app.MapGet("/api/v1/rollouts/{ns}/{name}", (string ns, string name) => Answer(stub.Find(ns, name)?.Rollout));
        app.MapGet("/api/v1/rollouts/{ns}/{name}/evidence", (string ns, string name) =>
            Answer(stub.Find(ns, name) is { } found ? found.Evidence ?? new JsonObject { ["revision"] = null, ["metrics"] = new JsonArray() } : null));
        app.MapGet("/api/v1/rollouts/{ns}/{name}/events", stub.StreamAsync);
        await app.StartAsync();
        return stub;
    }

    /// <summary>From now on this is what the controller says.</summary>
    public void Show(params Scenario[] next)
    {
        lock (gate)
        {
            shown = next;
            changed.TrySetResult();
            changed = New();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.DisposeAsync();
        stopping.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static IResult Answer(JsonObject? value) => value is null
        ? TypedResults.Problem(title: "There is no such rollout", statusCode: StatusCodes.Status404NotFound)
        : TypedResults.Text(value.ToJsonString(), "application/json; charset=utf-8");

    private IReadOnlyList<Scenario> Shown()
    {
        lock (gate)
        {
            return shown;
        }
    }

    private Scenario? Find(string ns, string name) =>
        Shown().FirstOrDefault(s => s.Rollout["metadata"]!["namespace"]!.GetValue<string>() == ns && s.Rollout["metadata"]!["name"]!.GetValue<string>() == name);

    private async Task StreamAsync(HttpContext context, string ns, string name)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
        context.Response.ContentType = "text/event-stream";
        try
        {
            while (true)
            {
                Task next;
                Scenario? scenario;
                lock (gate)
                {
                    next = changed.Task;
                    scenario = Find(ns, name);
                }

                if (scenario is not null)
                {
                    await context.Response.WriteAsync($"event: status\ndata: {scenario.Rollout.ToJsonString()}\n\n", Encoding.UTF8, either.Token);
                    await context.Response.Body.FlushAsync(either.Token);
                }

                await next.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page or the test has gone.
        }
    }
}
