using System.Runtime.InteropServices;
using Rollout.Demo.Customers;
using Rollout.Demo.Processes;
using Rollout.Demo.Terminal;

namespace Rollout.Demo.Story;

/// <summary>
/// <c>rollout demo</c>: real shops, real customers, the ordinary controller; a good release, one that loses money silently, one that breaks
/// a checkout. Looks at the controller only through its HTTP API, as anybody may.
/// </summary>
public static class DemoStory
{
    /// <summary>
    /// Tells the whole story. Exit codes: 0 exactly what should happen did; 1 something else; 2 bad file of orders; 3 the port is in use;
    /// 130 interrupted.
    /// </summary>
    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellation)
    {
        await using var narrator = Narrators.ForStandardOutput(TimeProvider.System);
        return await RunAsync(options, narrator, TimeProvider.System, cancellation);
    }

    /// <summary>As the other, told to somebody else than the standard output.</summary>
    public static async Task<int> RunAsync(DemoOptions options, INarrator narrator, TimeProvider time, CancellationToken cancellation)
    {
        if (await RefusalAsync(options, cancellation) is { } refusal)
        {
            return refusal;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(s => PosixSignalRegistration.Create(s, signal =>
        {
            signal.Cancel = true;
            ended.Cancel();
        })).ToList();
        try
        {
            await using var world = await DemoWorld.StartAsync(options, time, ended.Token);
            using var teller = new StoryTeller(options, world, narrator, time);
            return await teller.TellAsync(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            narrator.Say("demo: interrupted, everything ended", Tone.Bad);
            return 130;
        }
        catch (DemoFailedException failed)
        {
            foreach (var line in failed.Message.Split('\n'))
            {
                narrator.Say(line, Tone.Bad);
            }

            return failed.ExitCode;
        }
        finally
        {
            signals.ForEach(s => s.Dispose());
        }
    }

    /// <summary>What can be known to be wrong before anything is started; every problem on stderr.</summary>
    private static async Task<int?> RefusalAsync(DemoOptions options, CancellationToken cancellation)
    {
        if (options.Orders is { } file)
        {
            var (_, problems) = await OrdersFile.ReadAsync(file, cancellation);
            foreach (var problem in problems)
            {
                await Console.Error.WriteLineAsync(problem.ToString());
            }

            if (problems.Count > 0)
            {
                return 2;
            }
        }

        if (FreePorts.IsFree(options.Listen))
        {
            return null;
        }

        await Console.Error.WriteLineAsync(LoopbackServer.PortInUse(options.Listen.ToString()).ToString());
        return 3;
    }
}
