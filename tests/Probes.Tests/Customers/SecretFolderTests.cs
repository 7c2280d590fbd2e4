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

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void More_keys_than_are_read_are_trouble_and_none_is_left_out(int keys, bool read)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "test-customer")).FullName;
        for (var i = 0; i < keys; i++)
        {
            File.WriteAllText(Path.Combine(folder, FormattableString.Invariant($"key{i}")), "x");
        }

        if (read)
        {
            Assert.Equal(keys, new SecretFolder(root, time).Of(Spec)!.Values.Count);
            return;
        }

        Assert.Equal($"the test customer \"test-customer\" has more than 50 keys in {folder}; keep what probes use in a Secret of its own",
            Assert.Throws<ProbeTroubleException>(() => new SecretFolder(root, time).Of(Spec)).Message);
    }

    /// <summary>The begin of a password is another password.</summary>
    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData((16 * 1024) + 1, false)]
    public void A_longer_value_than_is_read_is_trouble_and_none_is_cut(int bytes, bool read)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "test-customer")).FullName;
        File.WriteAllText(Path.Combine(folder, "login"), "ada");
        File.WriteAllText(Path.Combine(folder, "password"), new string('s', bytes));
        if (read)
        {
            Assert.Equal(bytes, new SecretFolder(root, time).Of(Spec)!.Values["password"].Text.Length);
            return;
        }

        var said = Assert.Throws<ProbeTroubleException>(() => new SecretFolder(root, time).Of(Spec)).Message;
        Assert.StartsWith("the test customer \"test-customer\": its key password is larger than 16 KiB", said, StringComparison.Ordinal);
        Assert.DoesNotContain("sss", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_without_a_customer_needs_none() => Assert.Null(new SecretFolder(root, time).Of(Spec with { CustomerSecret = null }));
}
