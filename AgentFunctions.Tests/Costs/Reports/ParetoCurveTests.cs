using AgentFunctions.Costs;
using AgentFunctions.Costs.Reports.Top;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Costs.Reports;

/// <summary>The curve, its Gini coefficient and the smallest sets, on known and on random costs.</summary>
public sealed class ParetoCurveTests
{
    [Fact]
    public void Of_equal_costs_each_percentage_of_tasks_has_the_same_of_the_cost()
    {
        ParetoCurve curve = ParetoCurve.Of([.. Enumerable.Repeat(7L, 200)]);

        Assert.Equal([(1, 2, 0.01m), (2, 4, 0.02m), (5, 10, 0.05m), (10, 20, 0.1m), (20, 40, 0.2m), (50, 100, 0.5m), (100, 200, 1m)], curve.Points.Select(p => (p.Percent, p.Tasks, p.Share)));
        Assert.Equal(0, curve.Gini!.Value, 12);
    }

    [Fact]
    public void One_task_that_has_all_the_cost_is_all_of_the_curve()
    {
        ParetoCurve curve = ParetoCurve.Of([1_000_000, .. Enumerable.Repeat(0L, 99)]);

        Assert.All(curve.Points, p => Assert.Equal((1m, 1_000_000L), (p.Share, p.Cost.Micros)));
        Assert.Equal(0.99, curve.Gini!.Value, 12);
    }

    // Costs 1, 2, 3 and 4: mean absolute difference 20/16, by twice the mean of 2.5.
    [Fact]
    public void The_gini_coefficient_is_half_the_relative_mean_difference() => Assert.Equal(0.25, ParetoCurve.Of([4, 3, 2, 1]).Gini!.Value, 12);

    [Fact]
    public void A_single_task_is_every_percentage()
    {
        ParetoCurve curve = ParetoCurve.Of([5]);

        Assert.All(curve.Points, p => Assert.Equal((1, 1m), (p.Tasks, p.Share)));
        Assert.Equal(0, curve.Gini);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    public void Without_cost_there_is_no_curve(int tasks)
    {
        ParetoCurve curve = ParetoCurve.Of(new long[tasks]);

        Assert.Equal((0, null), (curve.Points.Count, curve.Gini));
        Assert.Equal((0, default(Usd)), SmallestSet.Of(new long[tasks], default, 0.5m));
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.500001, 2)]
    [InlineData(0.8, 2)]
    [InlineData(1, 3)]
    [InlineData(0.000001, 1)]
    public void The_set_ends_where_the_share_is_reached(double share, int count) =>
        Assert.Equal(count, SmallestSet.Of([50, 30, 20, 0], Usd.FromMicros(100), (decimal)share).Count);

    [Property(MaxTest = 2000)]
    public Property No_member_of_the_set_can_be_left_out_and_no_smaller_set_makes_the_share() => Prop.ForAll(
        Gen.Choose(0, 40).Select(c => (long)c).ArrayOf().Where(c => c.Length <= 10).ToArbitrary(),
        Gen.Choose(1, 1000).ToArbitrary(),
        (costs, mills) =>
        {
            long[] largestFirst = [.. costs.OrderDescending()];
            (long total, decimal share) = (costs.Sum(), mills / 1000m);
            (int count, Usd cost) = SmallestSet.Of(largestFirst, Usd.FromMicros(total), share);
            long[] members = largestFirst[..count];
            Assert.Equal(members.Sum(), cost.Micros);
            Assert.True(cost.Micros >= share * total);
            Assert.All(members, m => Assert.True(cost.Micros - m < share * total));
            Assert.DoesNotContain(Subsets(costs), s => s.Count < count && s.Sum >= share * total);
        });

    private static IEnumerable<(int Count, long Sum)> Subsets(long[] costs) => Enumerable.Range(0, 1 << costs.Length)
        .Select(bits => (System.Numerics.BitOperations.PopCount((uint)bits), costs.Where((_, i) => (bits & (1 << i)) != 0).Sum()));
}
