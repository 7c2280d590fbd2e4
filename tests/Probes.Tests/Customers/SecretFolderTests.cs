using Rollout.Api;
using Rollout.Probes.Customers;
using Rollout.Support;

namespace Rollout.Probes.Tests.Customers;

public sealed class SecretFolderTests : IDisposable
{
    private static readonly AcceptanceProbeSpec Spec = new() { Steps = [], CustomerSecret = "test-customer" };
    private readonly string root = Directory.CreateTempSubdirectory("rollout-secrets").FullName;
    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Keys_are_files_and_a_changed_one_is_seen_after_half_a_minute()
    {
        Directory.CreateDirectory(Path.Combine(root, "test-customer", "..data"));
        File.WriteAllText(Path.Combine(root, "test-customer", "password"), "hunter2\n");
        File.WriteAllText(Path.Combine(root, "test-customer", "..hidden"), "x");
        var folder = new SecretFolder(root, time);
        Assert.Equal("hunter2", Assert.Single(folder.Of(Spec)!.Values).Value.Text);
        File.WriteAllText(Path.Combine(root, "test-customer", "password"), "hunter3");
        Assert.Equal("hunter2", folder.Of(Spec)!.Values["password"].Text);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("hunter3", folder.Of(Spec)!.Values["password"].Text);
        Assert.Equal("x *** y", folder.Of(Spec)!.Secrets.Shown("x hunter3 y", 100));
    }

    [Fact]
    public void A_Secret_that_is_not_there_is_trouble() => Assert.Throws<ProbeTroubleException>(() => new SecretFolder(root, time).Of(Spec));

    [Fact]
    public void A_probe_without_a_customer_needs_none() => Assert.Null(new SecretFolder(root, time).Of(Spec with { CustomerSecret = null }));
}
