using Rollout.Fleets.Kubernetes;

namespace Rollout.Fleets.Tests.Kubernetes;

public class MarksTests
{
    [Fact]
    public void Names_are_made_of_the_workloads_and_stay_within_what_the_server_takes()
    {
        Assert.Equal("shop-canary-9be2f4c01d", Marks.NameOf("shop", Marks.Canary, "9be2f4c01d"));
        Assert.Equal("shop", Marks.LabelValue("shop"));
        var name = new string('a', 253);
        Assert.InRange(Marks.NameOf(name, Marks.Canary, "9be2f4c01d").Length, 240, 253);
        Assert.Equal(63, Marks.LabelValue(name).Length);
        Assert.NotEqual(Marks.LabelValue(name), Marks.LabelValue(name[..252] + "b"));
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", Marks.LabelValue(new string('a', 51) + "-.-" + name[..100]));
    }
}
