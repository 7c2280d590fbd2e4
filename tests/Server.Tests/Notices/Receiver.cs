using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollout.Server.Tests.Notices;

/// <summary>A receiver on a real Kestrel on a free loopback port, which answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<(string Path, IReadOnlyDictionary<string, string> Headers, string Body)> taken = [];

    private Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            lock (gate)
            {
                taken.Add((context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), System.Text.Encoding.UTF8.GetString(body.ToArray())));
            }

            await Answer(context);
        });
    }

    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = 200;
        return Task.CompletedTask;
    };

    public string Url { get; private set; } = "";

    /// <summary>What came, answered or not.</summary>
    public IReadOnlyList<(string Path, IReadOnlyDictionary<string, string> Headers, string Body)> Taken
    {
        get
        {
            lock (gate)
            {
                return [.. taken];
            }
        }
    }

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver.app.StartAsync();
        receiver.Url = receiver.app.Urls.First();
        return receiver;
    }

    public void Answers(int status, string body = "", string? retryAfter = null) => Answer = context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync(body);
    };

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
