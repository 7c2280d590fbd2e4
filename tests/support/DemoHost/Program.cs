// The demo's child processes without the rest of the executable, so that tests start the real ones; the controller alone is a stub.
//   --endings v2=Promoted,v3=RolledBack VERB ...   how the stub ends each version; one that is not named is judged for ever
using System.Net;
using Rollout.Demo;
using Rollout.Demo.Story;
using Rollout.DemoHost;

var endings = args is ["--endings", _, ..] ? args[1] : "";
string[] rest = args is ["--endings", _, ..] ? args[2..] : args;
return rest switch
{
    ["hosts", "--fleet", var fleet, "--listen", var listen, "--token-file", var token] =>
        await StubController.RunAsync(endings, fleet, IPEndPoint.Parse(listen), token),
    ["demo", var listen] => await DemoStory.RunAsync(
        new DemoOptions
        {
            Listen = IPEndPoint.Parse(listen),
            OrdersPerSecond = 30,
            Earning = TimeSpan.FromSeconds(1),
            Command = [Environment.ProcessPath!, "--endings", endings],
        },
        CancellationToken.None),
    _ when DemoVerbs.Knows(rest) => await DemoVerbs.RunAsync(rest, CancellationToken.None),
    _ => 2,
};
