using System.Text;
using Rollout.Api;
using Rollout.Metrics.Secrets;
using Rollout.Probes;
using Rollout.Server.Probing;
using Rollout.Support;

namespace Rollout.Server.Tests.Probing;

public sealed class SecretCustomersTests : ISecrets
{
    private static readonly AcceptanceProbeSpec Spec = new() { Steps = [], CustomerSecret = "test-customer" };
    private readonly ManualTime time = new(DateTimeOffset.UnixEpoch);
    private SecretRead answer = Found("anna");
    private int reads;

    [Fact]
    public async Task A_customer_is_read_by_name_once_in_half_a_minute()
    {
        var customers = new SecretCustomers(this, "store", time);
        Assert.Null(await customers.OfAsync(Spec with { CustomerSecret = null }, default));
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => customers.OfAsync(Spec, default).AsTask()));
        Assert.All(all, customer => Assert.Equal("anna", customer!.Values["user"].Text));
        Assert.Equal(1, reads);
        answer = Found("bea");
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("anna", (await customers.OfAsync(Spec, default))!.Values["user"].Text);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("bea", 2), ((await customers.OfAsync(Spec, default))!.Values["user"].Text, reads));
    }

    [Fact]
    public async Task While_secrets_are_out_of_reach_the_one_of_before_goes_on_and_one_that_is_refused_does_not()
    {
        var customers = new SecretCustomers(this, "store", time);
        answer = new SecretRead.Unreachable("the API server is away");
        var never = await Assert.ThrowsAsync<ProbeTroubleException>(() => customers.OfAsync(Spec, default).AsTask());
        Assert.Equal("the test customer \"test-customer\": the API server is away", never.Message);
        answer = Found("anna");
        await customers.OfAsync(Spec, default);
        time.Advance(TimeSpan.FromMinutes(5));
        answer = new SecretRead.Unreachable("the API server is away");
        Assert.Equal("anna", (await customers.OfAsync(Spec, default))!.Values["user"].Text);
        answer = new SecretRead.Refused("there is no Secret store/test-customer");
        await Assert.ThrowsAsync<ProbeTroubleException>(() => customers.OfAsync(Spec, default).AsTask());
        answer = new SecretRead.Unreachable("the API server is away");
        await Assert.ThrowsAsync<ProbeTroubleException>(() => customers.OfAsync(Spec, default).AsTask());
    }

    public ValueTask<SecretRead> ReadAsync(string space, string name, CancellationToken cancellationToken)
    {
        Assert.Equal(("store", "test-customer"), (space, name));
        reads++;
        return new(answer);
    }

    private static SecretRead.Found Found(string user) =>
        new(new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["user"] = Encoding.UTF8.GetBytes(user) });
}
