using System.Globalization;
using System.Text;
using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Probes;
using Rollout.Probes.Import;

namespace Rollout.Server.Probing;

/// <summary>
/// What <c>debug=true</c> answers, under the blackbox exporter's three headings: every step as it went, the metrics, and the module. For people;
/// nothing secret in it. Pure.
/// </summary>
internal static class ProbeDebug
{
    /// <param name="module">As it was asked for.</param>
    /// <param name="target">Without its query.</param>
    /// <param name="spec">What ran.</param>
    /// <param name="result">How it went; null where no run was possible.</param>
    /// <param name="trouble">Why it was not.</param>
    /// <param name="metrics">What would have been answered; empty without a result.</param>
    /// <param name="secrets">The test customer's.</param>
    public static string Write(string module, string target, AcceptanceProbeSpec spec, ProbeResult? result, string? trouble, string metrics, SecretValues secrets)
    {
        var text = new StringBuilder();
        text.Append("Logs for the probe:\n");
        Line(text, $"module {module} at {target}, {spec.Steps.Count} step(s), at most {DurationText.Format(spec.Timeout)}");
        foreach (var step in result?.Steps ?? [])
        {
            Step(text, spec, step);
        }

        if (result is null)
        {
            Line(text, $"no run was possible: {trouble}");
        }
        else
        {
            Line(text, $"probe {(result.Passed ? "passed" : "failed")}, begun {result.StartedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}, took {Took(result.Duration)}");
        }

        var said = secrets.Clear(text.ToString());
        text.Clear().Append(said);
        text.Append("\n\n\nMetrics that would have been returned:\n").Append(metrics);
        text.Append("\n\n\nModule configuration:\n").Append(secrets.Clear(YamlText.Write(ShownSpec.Of(ProbeJson.Write(spec)))));
        return text.ToString();
    }

    private static void Step(StringBuilder text, AcceptanceProbeSpec spec, StepResult step)
    {
        Line(text, $"step \"{step.Step}\" {(step.Passed ? "passed" : "failed")}, took {Took(step.Duration)}");
        if (step.Times is { } times)
        {
            Line(text, $"  {string.Join(", ", times.Named().Select(t => $"{t.Phase} {Took(t.Took)}"))}");
        }

        if (step.Facts is { } facts)
        {
            Line(text, $"  {string.Join(", ", Facts(facts))}");
        }

        Line(text, $"  expected: {step.Expected ?? Wanted(spec, step.Step)}");
        Line(text, $"  came: {step.Got ?? "as expected"}");
        if (step.Body is { } body)
        {
            Line(text, $"  body: {body}");
        }
    }

    /// <summary>What a step that passed was asked for, as its file says it.</summary>
    private static string Wanted(AcceptanceProbeSpec spec, string name)
    {
        var written = ProbeJson.Write(spec with { Steps = [.. spec.Steps.Where(s => s.Name == name)] });
        return ShownSpec.Of(written)["steps"]?[0]?["expect"]?.ToJsonString(ShownSpec.Plain) ?? "no more than an answer as usual";
    }

    private static IEnumerable<string> Facts(StepFacts facts)
    {
        if (facts.Address is { } address)
        {
            yield return $"address {address}";
        }

        if (facts.Tls is { } tls)
        {
            var until = tls.EarliestExpiry.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            yield return $"{tls.Version} with {tls.Subject} until {until}{(tls.Wrong is null ? "" : $" ({tls.Wrong})")}";
        }

        if (facts.Status is { } status)
        {
            yield return $"HTTP/{facts.HttpVersion} status {status} after {facts.Redirects} redirect(s), {facts.BodyBytes ?? 0} bytes";
        }

        if (facts.GrpcHealth is { } health)
        {
            yield return $"gRPC status {facts.GrpcStatus} {health}";
        }

        if (facts.DnsRecords is var (answer, authority, additional))
        {
            yield return $"records: {answer} answer, {authority} authority, {additional} additional";
        }

        if (facts.ExitCode is { } code)
        {
            yield return $"exit code {code}";
        }
    }

    private static string Took(TimeSpan time) => FormattableString.Invariant($"{time.TotalMilliseconds:0.0} ms");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
