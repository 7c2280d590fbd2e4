using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.History;
using Rollout.Recording.Sqlite;
using Rollout.Server.Client;
using Rollout.Server.Hosting;
using Rollout.Support;

namespace Rollout.Cli.Tests.Pipeline;

/// <summary>
/// A real controller of three hosts that are files: deploy writes the version, status prints it. Their shops sell nothing, so no evidence
/// ever comes. A version bad-* cannot be deployed.
/// </summary>
internal sealed class RunningFleet : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly WebApplication shops;
    private readonly HostController controller;

    private RunningFleet(TemporaryFolder folder, WebApplication shops, HostController controller) =>
        (this.folder, this.shops, this.controller) = (folder, shops, controller);

    public string Server => controller.Address.ToString();

    public string TokenFile => controller.TokenFile;

    /// <summary>Where its history lies, as --history says it.</summary>
    public string History => "sqlite:" + Path.ChangeExtension(controller.File.State, null) + ".history.db";

    /// <summary>The first release in the history that is so; waits until it is there, for it is written beside the loop.</summary>
    public async Task<ReleaseRecord> UntilKeptAsync(Func<ReleaseRecord, bool> isSo)
    {
        await using var store = HistoryAddress.Parse(History).Address!.Store(() => SqliteLibrary.WhatIsMissing, TimeProvider.System);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await store.ReadAsync(new ReleaseQuery(), default) is ReleasesRead.Found found && found.Releases.FirstOrDefault(isSo) is { } release)
            {
                return release;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "it never came into the history");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <param name="deadline">Of each stage; then the rollout is held for want of evidence.</param>
    public static async Task<RunningFleet> StartAsync(string deadline)
    {
        var shops = await TinyFleet.ShopsAsync();
        var folder = new TemporaryFolder();
        var fleet = TinyFleet.Write(folder, shops, deadline);
        var started = await HostController.StartAsync(
            new HostOptions { FleetFile = fleet, Listen = ListenAddress.Default with { Port = 0 } }, TimeProvider.System, NullLoggerFactory.Instance, default);
        var running = new RunningFleet(folder, shops, Assert.IsType<HostStart.Running>(started).Controller);
        await running.UntilSeenAsync();
        return running;
    }

    /// <summary>It answers before it has looked at its hosts; what they run is known a moment later.</summary>
    private async Task UntilSeenAsync()
    {
        using var client = new ControllerClient(controller.Address, null);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while ((await client.LookAsync(late.Token))?.Status.StableRevision is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, late.Token);
        }
    }

    /// <summary>`rollout VERB shop ...` with the controller's address and token.</summary>
    public Task<ProcessAnswer> CallAsync(string verb, params string[] more) =>
        RolloutProcess.RunAsync([verb, "shop", "--server", Server, "--token-file", TokenFile, .. more]);

    public async ValueTask DisposeAsync()
    {
        await controller.DisposeAsync();
        await shops.DisposeAsync();
        folder.Dispose();
    }
}
