namespace Rollout.Cli.Probing;

/// <summary>`rollout probe run|serve|import`: acceptance probes (contract section 4).</summary>
internal static class ProbeVerb
{
    private static readonly string[] Actions = ["run", "serve", "import"];

    public static Verb Create()
    {
        var flags = new ProbeFlags();
        var output = new OutputOptions();
        output.AddTo(flags.Command);
        return new Verb(flags.Command, ProbeHelp.Text, (call, cancellation) =>
        {
            var json = output.IsJson(call.Given, call.Usage);
            switch (call.Given.GetValue(flags.Action))
            {
                case "run":
                    flags.OnlyOf(call, "run");
                    return ProbeRunAction.RunAsync(call, flags, json, cancellation);
                case "serve":
                    flags.OnlyOf(call, "serve");
                    return ProbeServeAction.RunAsync(call, flags, json, cancellation);
                case "import":
                    flags.OnlyOf(call, "import");
                    return ProbeImportAction.RunAsync(call, flags, json, cancellation);
                case null:
                    call.Usage.Add("probe", "says not what to do", $"write one of: rollout probe {string.Join(", rollout probe ", Actions)}");
                    break;
                case var unknown:
                    var near = Nearest.To(unknown, Actions);
                    call.Usage.Add("probe", $"'{unknown}' is unknown", $"{(near is null ? "" : $"did you mean {near}? ")}known are {string.Join(", ", Actions)}");
                    break;
            }

            return Task.FromResult(call.Refuse("nothing was probed"));
        });
    }
}
