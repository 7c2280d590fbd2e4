using System.Globalization;
using System.Text;
using Rollout.Benchmarks.Worlds;

namespace Rollout.Benchmarks.Probing;

/// <summary>
/// Our prober beside the Debian package prometheus-blackbox-exporter, in one run, against the same nginx, with the same check: status 2xx and
/// one regular expression on the body, a new connection each. What is compared is the prober's own processor time, not the clock's.
/// </summary>
internal static class ProbesBenchmark
{
    private const int Lanes = 8;

    /// <summary>Each, before anything is measured: a prober runs for weeks, so its code is measured as it is after its first minute (ours is made on the way).</summary>
    private const int Warm = 40_000;

    private const double Pace = 200;
    private const int Targets = 10_000;

    /// <summary>A second: what ten thousand targets every 15 s come to. A probe costs anybody more there than at full load, where the processor never sleeps.</summary>
    private const double ScheduledPace = Targets / 15.0;

    public static async Task<int> RunAsync(bool quick, CancellationToken cancellation)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ResultFile.Path)!, "..", "..", ".."));
        var rollout = Path.Combine(root, "out", "rollout");
        const string Theirs = "/usr/bin/prometheus-blackbox-exporter";
        foreach (var (file, how) in new[] { (rollout, "make build"), (Theirs, "apt-get install prometheus-blackbox-exporter"), ("/usr/sbin/nginx", "apt-get install nginx") })
        {
            if (!File.Exists(file))
            {
                await Console.Error.WriteLineAsync($"{file} is not there: {how}");
                return 2;
            }
        }

        var folder = Directory.CreateTempSubdirectory("rollout-bench-probes").FullName;
        try
        {
            Cores.LeaveFirst();
            await using var nginx = await BenchNginx.StartAsync(cancellation);
            await WriteFilesAsync(folder, nginx.Port, cancellation);
            var served = await ServedAsync(quick, folder, rollout, Theirs, nginx, cancellation);
            var scheduled = quick ? null : await ScheduledAsync(folder, rollout, nginx, cancellation);
            Report(served, scheduled);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Both over the same protocol, in turns, so that what else the machine does falls on both.</summary>
    private static async Task<IReadOnlyList<ProberCost>> ServedAsync(
        bool quick, string folder, string rollout, string theirs, BenchNginx nginx, CancellationToken cancellation)
    {
        var (rounds, probes, paced) = quick ? (1, 2_000, 400) : (4, 8_000, 2_000);
        var (ourPort, theirPort) = (BenchNginx.FreePort(), BenchNginx.FreePort());
        await using var ours = await BenchedProber.StartAsync(
            "rollout probe serve", rollout, ["probe", "serve", "--config", Path.Combine(folder, "module"), "--listen", $"127.0.0.1:{ourPort}"], ourPort, cancellation);
        await using var other = await BenchedProber.StartAsync(
            "blackbox exporter", theirs, [$"--config.file={folder}/blackbox.yml", $"--web.listen-address=127.0.0.1:{theirPort}", "--log.level=error"], theirPort, cancellation);
        BenchedProber[] both = [ours, other];
        var costs = both.Select(p => new ProberCost(p.Name)).ToArray();
        var number = 1;
        foreach (var prober in both)
        {
            using var warm = new ProbeDriver(prober, nginx.Port);
            var many = quick ? probes / 2 : Warm;
            await warm.SaturateAsync(number, many, Lanes, cancellation);
            number += many;
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < both.Length; i++)
            {
                await MeasureAsync(both[i], costs[i], nginx.Port, number, probes, paced, cancellation);
                number += probes + paced + paced;
            }
        }

        var times = await nginx.TimesAsync(cancellation);
        for (var i = 0; i < both.Length; i++)
        {
            costs[i].Settle(times, both[i].PeakBytes);
        }

        return costs;
    }

    private static async Task MeasureAsync(BenchedProber prober, ProberCost cost, int port, int number, int probes, int paced, CancellationToken cancellation)
    {
        using var driver = new ProbeDriver(prober, port);
        var (processor, began) = (prober.Processor, TimeProvider.System.GetTimestamp());
        await driver.SaturateAsync(number, probes, Lanes, cancellation);
        var after = prober.Processor;
        cost.Saturated(probes, (after.All - processor.All, after.Kernel - processor.Kernel), TimeProvider.System.GetElapsedTime(began));
        cost.Paced(await driver.PaceAsync(number + probes, paced, Pace, cancellation));
        processor = prober.Processor;
        await driver.PaceAsync(number + probes + paced, paced, ScheduledPace, cancellation);
        cost.AtScheduledPace(paced, prober.Processor.All - processor.All);
    }

    /// <summary>Ours by its own schedule: ten thousand targets every 15 s.</summary>
    private static async Task<(double PerSecond, double CpuPerProbe, long Bytes)?> ScheduledAsync(
        string folder, string rollout, BenchNginx nginx, CancellationToken cancellation)
    {
        var port = BenchNginx.FreePort();
        await using var prober = await BenchedProber.StartAsync(
            "rollout probe serve", rollout, ["probe", "serve", "--config", Path.Combine(folder, "many"), "--listen", $"127.0.0.1:{port}"], port, cancellation);
        await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, cancellation);
        var (before, processor, began) = (await RunsAsync(port, cancellation), prober.Processor, TimeProvider.System.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(45), TimeProvider.System, cancellation);
        var (runs, spent) = (await RunsAsync(port, cancellation) - before, prober.Processor.All - processor.All);
        return (runs / TimeProvider.System.GetElapsedTime(began).TotalSeconds, spent.TotalSeconds / runs, prober.PeakBytes);
    }

    private static async Task<double> RunsAsync(int port, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        await using var stream = await http.GetStreamAsync(new Uri($"http://127.0.0.1:{port}/metrics"), cancellation);
        using var reader = new StreamReader(stream);
        var runs = 0d;
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("staggered_probe_runs_total{", StringComparison.Ordinal))
            {
                var many = double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
                runs += line.Contains("result=\"passed\"", StringComparison.Ordinal) || many == 0 ? many : throw new InvalidOperationException(line);
            }
        }

        return runs;
    }

    private static async Task WriteFilesAsync(string folder, int port, CancellationToken cancellation)
    {
        const string Check = "  - name: check\n    http: {path: /check, redirects: 10}\n    expect: {bodyMatches: '\"state\":\"paid\"'}\n";
        const string Head = "apiVersion: staggered.dev/v1alpha1\nkind: AcceptanceProbe\nmetadata: {name: ";
        Directory.CreateDirectory(Path.Combine(folder, "module"));
        Directory.CreateDirectory(Path.Combine(folder, "many"));
        await File.WriteAllTextAsync(Path.Combine(folder, "module", "http.yaml"),
            Head + "http-2xx}\nspec:\n  timeout: 5s\n  steps:\n" + Check.Replace("/check", "/", StringComparison.Ordinal), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "blackbox.yml"),
            "modules:\n  http_2xx:\n    prober: http\n    timeout: 5s\n    http:\n      preferred_ip_protocol: ip4\n      fail_if_body_not_matches_regexp: ['\"state\":\"paid\"']\n", cancellation);
        for (var file = 0; file < Targets / 1000; file++)
        {
            var text = new StringBuilder();
            for (var i = 0; i < 1000; i++)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"---\n{Head}t{(file * 1000) + i}}}\nspec:\n  interval: 15s\n  timeout: 5s\n  target: {{url: \"http://127.0.0.1:{port}\"}}\n  steps:\n{Check}");
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "many", $"{file}.yaml"), text.ToString(), cancellation);
        }
    }

    private static void Report(IReadOnlyList<ProberCost> costs, (double PerSecond, double CpuPerProbe, long Bytes)? scheduled)
    {
        var (ours, theirs) = (costs[0], costs[1]);
        Table.Print([ProberCost.Heads, .. costs.Select(c => c.Row()), ours.Ratios(theirs)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"CPU per probe: {ours.CpuPerProbe / theirs.CpuPerProbe:0.00} of theirs (goal 0.33); p99 overhead: {ours.Overhead(0.99) / theirs.Overhead(0.99):0.00} of theirs (goal 0.50)"));
        Table.Print([["overhead up to, ms", .. ProberCost.Bounds.Select(b => b.ToString("0.###", CultureInfo.InvariantCulture)), "more"], .. costs.Select(c => c.Histogram())]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"asked {ScheduledPace:0} times a second: {ours.CpuAtScheduledPace * 1e6:0} us of CPU a probe, theirs {theirs.CpuAtScheduledPace * 1e6:0} ({ours.CpuAtScheduledPace / theirs.CpuAtScheduledPace:0.00})"));
        if (scheduled is var (perSecond, cpu, bytes))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"by its own schedule, {Targets} targets every 15 s: {perSecond:0} probes/s, {cpu * 1e6:0} us of CPU each ({cpu / theirs.CpuAtScheduledPace:0.00} of theirs asked as often), {bytes / 1048576.0:0} MiB at most"));
        }
    }
}
