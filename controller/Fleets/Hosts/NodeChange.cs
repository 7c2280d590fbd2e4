using Rollout.Api;
using Rollout.Planning;

namespace Rollout.Fleets.Hosts;

/// <summary>
/// Gives one node a version: drain, deploy, wait until status prints the version and exits 0, undrain. A level, re-entrant after being cut
/// off anywhere: the mark that is written before the first command stays until the node was seen ready on its version and is in traffic
/// again.
/// </summary>
/// <remarks>
/// A node goes back into traffic only when its status says ready: after a failed deploy it is given back if it still serves (its old
/// version, most likely), and is left out, and said to be, if it does not.
/// </remarks>
internal sealed class NodeChange(FleetFile fleet, CommandRunner runner, NodeStatus status, ChangeMarks marks, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Whether the node, as it was seen, is where it should be. One that runs the version and is not ready is not ours to restart,
    /// unless we were in the middle of changing it.</summary>
    public static bool IsLevel(ObservedNode seen, ChangeMark? mark, string revision) => seen.Revision == revision && mark is null;

    /// <summary>Null when the node is on the version, ready and in traffic; else why it is not.</summary>
    public async ValueTask<string?> ApplyAsync(FleetNode node, string revision, CancellationToken cancellationToken)
    {
        var mark = marks.Of(node.Name);
        if (mark?.Command is { } left)
        {
            await EndAsync(left, cancellationToken);
        }

        var seen = await status.ReadAsync(node, cancellationToken);
        if (IsLevel(seen, mark, revision))
        {
            return null;
        }

        if (seen.Revision == revision && seen.Ready)
        {
            return await FinishAsync(node, revision, mark!.Drained, cancellationToken);
        }

        var drained = fleet.Drain is not null || mark?.Drained == true;
        if (marks.Put(node.Name, new ChangeMark(revision, drained)) is { } unmarked)
        {
            return unmarked;
        }

        if (await RunAsync("drain", fleet.Drain, node, new ChangeMark(revision, drained), cancellationToken) is { } undrained)
        {
            return undrained;
        }

        var failure = await DeployAsync(node, new ChangeMark(revision, drained), cancellationToken);
        return failure is null ? await FinishAsync(node, revision, drained, cancellationToken)
            : await GiveUpAsync(node, new ChangeMark(revision, drained), failure, cancellationToken);
    }

    /// <summary>
    /// Kills a command that a killed controller left behind: two deploys on one node at once would be worse than one cut off. (One that was
    /// started in the very moment of the kill, before its id was marked, is not found, and runs to its end.)
    /// </summary>
    private async ValueTask EndAsync(ProcessIdentity left, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < 50 && left.IsAlive(); tries++)
        {
            ProcessGroups.KillGroup(left.Id);
            await Task.Delay(FirstPause, time, cancellationToken);
        }
    }

    private async ValueTask<string?> DeployAsync(FleetNode node, ChangeMark mark, CancellationToken cancellationToken)
    {
        if (await RunAsync("deploy", fleet.Deploy, node, mark, cancellationToken) is { } failure)
        {
            return failure;
        }

        // The limit of deploy bounds the command, and once more the wait for what it started.
        var begun = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var seen = await status.ReadAsync(node, cancellationToken);
            if (seen.Revision == mark.Revision && seen.Ready)
            {
                return null;
            }

            if (time.GetElapsedTime(begun) >= fleet.Deploy.Timeout)
            {
                var last = seen.Ready ? $"status still prints {seen.Revision}" : seen.Trouble;
                return $"deploy exited 0, but the node was not ready on {mark.Revision} within {DurationText.Format(fleet.Deploy.Timeout)}: {last}";
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async ValueTask<string?> FinishAsync(FleetNode node, string revision, bool drained, CancellationToken cancellationToken)
    {
        if (drained && await RunAsync("undrain", fleet.Undrain, node, new ChangeMark(revision, true), cancellationToken) is { } failure)
        {
            return $"runs {revision}, but is still out of traffic: {failure}";
        }

        return marks.Remove(node.Name);
    }

    /// <summary>The mark stays, so that a later Ensure does not take "the right version, not ready" for none of our business.</summary>
    private async ValueTask<string> GiveUpAsync(FleetNode node, ChangeMark mark, string failure, CancellationToken cancellationToken)
    {
        if (!mark.Drained || fleet.Undrain is null)
        {
            return failure;
        }

        if (!(await status.ReadAsync(node, cancellationToken)).Ready)
        {
            return $"{failure}; it is not ready and was left out of traffic";
        }

        if (await RunAsync("undrain", fleet.Undrain, node, mark, cancellationToken) is { } still)
        {
            return $"{failure}; it is ready, but still out of traffic: {still}";
        }

        return marks.Put(node.Name, mark with { Drained = false }) is { } unmarked ? $"{failure}; {unmarked}" : failure;
    }

    /// <summary>Null on exit 0, and where there is no such command.</summary>
    private async ValueTask<string?> RunAsync(string name, HostCommand? command, FleetNode node, ChangeMark mark, CancellationToken cancellationToken)
    {
        if (command is null)
        {
            return null;
        }

        var result = await runner.RunAsync(command, NodeStatus.Values(node, mark.Revision),
            process => marks.Put(node.Name, mark with { Command = process }), cancellationToken);
        return result is CommandResult.Exited { Code: 0 } ? null : $"{name} {result.Explained}";
    }
}
