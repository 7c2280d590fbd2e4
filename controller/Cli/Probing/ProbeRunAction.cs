using Rollout.Api;
using Rollout.Probes;
using Rollout.Probes.Customers;
using Rollout.Probes.Targets;
using Rollout.Server.Probing;

namespace Rollout.Cli.Probing;

/// <summary>`rollout probe run`: every probe of a file once.</summary>
internal static class ProbeRunAction
{
    private const string Nothing = "nothing was probed";

    public static async Task<int> RunAsync(VerbCall call, ProbeFlags flags, bool json, CancellationToken cancellation)
    {
        var network = flags.Network(call);
        var target = Target(call, call.Given.GetValue(flags.Target));
        var secrets = call.Given.GetValue(flags.Secrets) is { } root ? new SecretFolder(root, TimeProvider.System) : null;
        var probes = await ProbesAsync(call, call.Given.GetValue(flags.File), cancellation);
        var runs = probes.Select(p => (Probe: p, Target: target ?? Assigning.Address(p.Spec.Target, p.Namespace), Customer: Customer(call, secrets, p))).ToList();
        foreach (var (probe, _, _) in runs.Where(r => r.Target is null && call.Given.GetValue(flags.Target) is null))
        {
            call.Usage.Add($"{probe.Name} spec.target", probe.Spec.Target is null ? "is missing" : "means every node of a service, which only a controller knows",
                "give --target URL");
        }

        foreach (var (probe, step) in runs.SelectMany(r => r.Probe.Spec.Steps.Where(s => s.Exec is not null && !network.AllowExec).Select(s => (r.Probe, s))))
        {
            call.Usage.Add($"{probe.Name} step \"{step.Name}\"", "runs a command on this machine", "give --allow-exec if the file may do so");
        }

        if (call.Usage.Count > 0)
        {
            return call.Refuse(Nothing);
        }

        var (failed, troubled) = (false, false);
        var runner = new ProbeRunner(TimeProvider.System, network);
        foreach (var (probe, address, customer) in runs)
        {
            var report = await OnceAsync(runner, probe, address!, customer, cancellation);
            failed |= report.Result is { Passed: false };
            troubled |= report.Result is null;
            foreach (var line in json ? [ProbeReportJson.Line(report)] : ProbeReportText.Lines(report))
            {
                await call.Out.WriteLineAsync(line.AsMemory(), cancellation);
            }
        }

        return failed ? ExitCode.Fault : troubled ? ExitCode.Unavailable : ExitCode.Done;
    }

    private static async Task<ProbeReport> OnceAsync(ProbeRunner runner, AcceptanceProbe probe, Uri target, ProbeCustomer? customer, CancellationToken cancellation)
    {
        try
        {
            return new ProbeReport(probe.Name, target, await runner.RunAsync(probe.Spec, target, cancellation, customer), null);
        }
        catch (ProbeTroubleException trouble)
        {
            return new ProbeReport(probe.Name, target, null, trouble.Message);
        }
    }

    private static Uri? Target(VerbCall call, string? text)
    {
        var target = text is null ? null : TargetText.Parse(text);
        if (text is not null && target is null)
        {
            call.Usage.Add("--target", $"'{text}' is no URL and no host:port", "write http://HOST:PORT, without user and password");
        }

        return target;
    }

    private static async Task<IReadOnlyList<AcceptanceProbe>> ProbesAsync(VerbCall call, string? file, CancellationToken cancellation)
    {
        if (file is null)
        {
            call.Usage.Add("FILE", "is missing", "name the probe's file: rollout probe run checkout.yaml");
            return [];
        }

        var (probes, problems) = await ProbeFiles.ReadAsync(file, cancellation);
        foreach (var problem in problems)
        {
            call.Usage.Add(problem);
        }

        return problems.Count == 0 ? probes : [];
    }

    private static ProbeCustomer? Customer(VerbCall call, SecretFolder? secrets, AcceptanceProbe probe)
    {
        if (probe.Spec.CustomerSecret is not { } name)
        {
            return null;
        }

        if (secrets is null)
        {
            call.Usage.Add($"{probe.Name} spec.customer", $"the Secret {name} is not known here", "give --secrets DIR, the folder that holds a folder of this name");
            return null;
        }

        try
        {
            return secrets.Of(probe.Spec);
        }
        catch (ProbeTroubleException trouble)
        {
            call.Usage.Add($"{probe.Name} spec.customer", trouble.Message, "the folder holds a file for each key: at most 50, each of at most 16 KiB");
            return null;
        }
    }
}
