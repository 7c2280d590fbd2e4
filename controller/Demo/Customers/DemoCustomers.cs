using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Customers;

/// <summary>The customers of the demo: they come whether the shop is fast or slow (open loop), each visit a session through the front door.</summary>
public static class DemoCustomers
{
    /// <summary>Visits under way at once; more are turned away and counted.</summary>
    private const int MostAtOnce = 2000;

    /// <summary>
    /// Orders until SIGTERM, the token, the end of the owner, or the wanted number of sessions; visits under way are finished.
    /// Exit codes: 0 ended as asked, 2 the file of orders is bad (every problem on stderr).
    /// </summary>
    public static Task<int> RunAsync(CustomersOptions options, CancellationToken cancellation) =>
        RunAsync(options, TimeProvider.System, cancellation);

    internal static async Task<int> RunAsync(CustomersOptions options, TimeProvider time, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            ended.Cancel();
        });
        var (plan, problems) = await PlanAsync(options, ended.Token);
        if (problems.Count > 0)
        {
            problems.ToList().ForEach(p => Console.Error.WriteLine(p));
            return 2;
        }

        _ = OwnerWatch.GoneAsync(options.Owner, time, ended.Token).ContinueWith(
            _ => ended.Cancel(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        var tally = new CustomersTally();
        var began = time.GetTimestamp();
        var reporting = ReportAsync(options.Report, tally, began, time, ended.Token);
        await OrderAsync(options, plan, tally, time, ended.Token);
        await ended.CancelAsync();
        await reporting;
        Console.Out.WriteLine(Sentence(await WriteReportAsync(options.Report, tally, time.GetElapsedTime(began))));
        return 0;
    }

    private static async Task<(IEnumerable<PlannedSession> Plan, IReadOnlyList<Api.Problem> Problems)> PlanAsync(
        CustomersOptions options, CancellationToken cancellation)
    {
        if (options.Orders is not { } path)
        {
            return (InventedSessions.Plan(options.Rate, options.Seed), []);
        }

        var (orders, problems) = await OrdersFile.ReadAsync(path, cancellation);
        return problems.Count > 0
            ? ([], problems)
            : (ReplayedSessions.Plan(orders, options.Speed ?? ReplayedSessions.SpeedFor(orders, options.Rate), options.Seed), []);
    }

    private static async Task OrderAsync(
        CustomersOptions options, IEnumerable<PlannedSession> plan, CustomersTally tally, TimeProvider time, CancellationToken ended)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = 256,
            ConnectTimeout = TimeSpan.FromSeconds(2),
        });
        var visitor = new Visitor(client, options.Door, time);
        using var places = new SemaphoreSlim(MostAtOnce, MostAtOnce);
        var began = time.GetTimestamp();
        var sessions = options.Sessions is { } most ? plan.Take((int)Math.Min(most, int.MaxValue)) : plan;
        foreach (var session in sessions)
        {
            if (session.At - time.GetElapsedTime(began) is var early && early > TimeSpan.Zero && !await WaitedAsync(early, time, ended))
            {
                break;
            }

            if (ended.IsCancellationRequested)
            {
                break;
            }

            if (!await places.WaitAsync(TimeSpan.Zero, CancellationToken.None))
            {
                tally.TurnedAway();
                continue;
            }

            _ = VisitAsync(visitor, session, tally, places);
        }

        // Visits under way end by themselves: their patience is bounded.
        for (var i = 0; i < MostAtOnce; i++)
        {
            await places.WaitAsync(CancellationToken.None);
        }
    }

    private static async Task VisitAsync(Visitor visitor, PlannedSession session, CustomersTally tally, SemaphoreSlim places)
    {
        try
        {
            tally.Began();
            var (result, dollars, slow) = await visitor.VisitAsync(session, CancellationToken.None);
            tally.Ended(result, dollars, slow);
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<bool> WaitedAsync(TimeSpan wait, TimeProvider time, CancellationToken ended)
    {
        try
        {
            await Task.Delay(wait, time, ended);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task ReportAsync(string? path, CustomersTally tally, long began, TimeProvider time, CancellationToken ended)
    {
        while (await WaitedAsync(TimeSpan.FromSeconds(1), time, ended))
        {
            await WriteReportAsync(path, tally, time.GetElapsedTime(began));
        }
    }

    private static async Task<CustomersReport> WriteReportAsync(string? path, CustomersTally tally, TimeSpan elapsed)
    {
        var report = tally.Read(elapsed);
        if (path is not null)
        {
            await File.WriteAllBytesAsync(path + ".new", JsonSerializer.SerializeToUtf8Bytes(report, JsonSerializerOptions.Web), CancellationToken.None);
            File.Move(path + ".new", path, overwrite: true);
        }

        return report;
    }

    private static string Sentence(CustomersReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"customers: {report.Sessions} visits, {report.Paid} paid ({report.Dollars:0.00} dollars), {report.Failed} failed, {report.Slow} slow, "
        + $"{report.TurnedAway} turned away in {report.Seconds:0.0} s");
}
