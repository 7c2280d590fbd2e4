namespace Rollout.Judge.Tests;

public sealed class HorizonOnsetsTests
{
    private static readonly HorizonLooks Looks = HorizonLooks.Of(new HorizonSpan(SimulatedFleet.Begin, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)));

    [Fact]
    public void The_prior_is_released_as_the_kernel_releases_it()
    {
        var design = KernelDesign.OfLosses(1, 0, 1, 0, l => Math.Log(1 - l)) with { AtStart = .75, HorizonInformation = 60 * 9 };
        var onsets = new HorizonOnsets(design, Looks, 1);
        var sums = new ShareSums(design);
        for (var look = 0; look < 60; look++)
        {
            sums.Add(new ShareSample(10, [1], [100], .1));
            Assert.Equal(.25 * look / 60, .25 - onsets[look].Unreleased, 1e-9);
        }

        // One look's release is still to come at the end, in either.
        Assert.Equal(60 * 9, sums.Information, 1e-9);
        Assert.Equal((0, 30, 60), (onsets.LookOf(.5), onsets.LookOf(.75 + (.25 * 29.5 / 60)), onsets.LookOf(.999)));
    }

    [Fact]
    public void Where_all_of_the_prior_is_on_the_start_nothing_is_left_to_release()
    {
        var onsets = new HorizonOnsets(KernelDesign.OfLosses(1, 0, 1, 0, l => Math.Log(1 - l)), Looks, 1);
        Assert.All(Enumerable.Range(0, 60), look => Assert.Equal((0, 0), onsets[look]));
        Assert.Equal(0, onsets.LookOf(.999));
    }
}
