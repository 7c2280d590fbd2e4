namespace Rollout.Judge.Tests;

public sealed class HarmWeightsTests
{
    [Theory]
    [InlineData(new[] { JudgedRole.Objective }, new[] { 1.0 })]
    [InlineData(new[] { JudgedRole.Objective, JudgedRole.Guard }, new[] { .9, .1 })]
    [InlineData(new[] { JudgedRole.Probe, JudgedRole.Objective, JudgedRole.Objective }, new[] { .1, .45, .45 })]
    [InlineData(new[] { JudgedRole.Objective, JudgedRole.Guard, JudgedRole.Guard, JudgedRole.Probe, JudgedRole.Watch }, new[] { .8, .05, .05, .1, 0 })]
    public void An_absent_groups_weight_goes_to_the_objectives(JudgedRole[] roles, double[] expected) =>
        Assert.Equal(expected, HarmWeights.For(roles).Select(w => Math.Round(w, 12)));
}
