using System.CommandLine;
using System.Globalization;
using System.Net;
using Rollout.Demo.Processes;
using Rollout.Demo.Story;
using Rollout.Server.Hosting;

namespace Rollout.Cli.Demonstration;

/// <summary>`rollout demo` (contract section 5).</summary>
internal static class DemoVerb
{
    public static Verb Create()
    {
        var listen = new Option<string>("--listen");
        var orders = new Option<string>("--orders");
        var speed = new Option<string>("--speed");
        var rate = new Option<string>("--rate");
        var seed = new Option<string>("--seed");
        var keep = new Option<bool>("--keep") { Arity = ArgumentArity.Zero };
        var command = new Command("demo") { Options = { listen, orders, speed, rate, seed, keep } };
        return new Verb(command, DemoHelp.Text, (call, cancellation) =>
        {
            var options = new DemoOptions { Keep = call.Given.GetResult(keep) is { Implicit: false } };
            options = options with
            {
                Listen = Listen(call, call.Given.GetValue(listen)),
                Orders = call.Given.GetValue(orders),
                Speed = Number(call, "--speed", call.Given.GetValue(speed), 1e-3, 1e9),
                OrdersPerSecond = Number(call, "--rate", call.Given.GetValue(rate), 90, 2000) ?? options.OrdersPerSecond,
                Seed = (int)(Number(call, "--seed", call.Given.GetValue(seed), 0, int.MaxValue) ?? options.Seed),
            };
            return call.Usage.Count > 0 ? Task.FromResult(call.Refuse("nothing was started")) : DemoStory.RunAsync(options, cancellation);
        });
    }

    private static IPEndPoint Listen(VerbCall call, string? text)
    {
        var (address, problem) = text is null ? (ListenAddress.Default, null) : ListenAddress.Parse(text);
        if (problem is not null)
        {
            call.Usage.Add(problem);
        }

        // Port 0 takes a free one; the story tells which.
        return address is null ? new IPEndPoint(IPAddress.Loopback, 0)
            : new IPEndPoint(address.Address, address.Port == 0 ? FreePorts.Find(1)[0] : address.Port);
    }

    private static double? Number(VerbCall call, string flag, string? text, double least, double most)
    {
        if (text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        call.Usage.Add(flag, $"'{text}' is no number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}", "write a decimal with a point");
        return null;
    }
}
