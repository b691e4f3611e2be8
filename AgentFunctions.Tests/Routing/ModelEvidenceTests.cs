using AgentFunctions.Routing.Evidence;

namespace AgentFunctions.Tests.Routing;

public sealed class ModelEvidenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(10);
    private static readonly EvidencePrior Prior = EvidencePrior.Of(0.7);

    [Theory]
    [InlineData(0.5, 20)]
    [InlineData(0.9, 30)]
    [InlineData(0.64, 200)]
    public void The_lower_bound_lies_below_the_true_rate_as_often_as_it_says(double truth, int trials)
    {
        Random random = new(11);
        const int Runs = 20_000;
        int covered = 0;
        for (int run = 0; run < Runs; run++)
        {
            int passes = 0;
            for (int i = 0; i < trials; i++)
            {
                passes += random.NextDouble() < truth ? 1 : 0;
            }

            covered += PassRateBounds.Of(passes, trials).Lower <= truth ? 1 : 0;
        }

        // Counts are whole numbers, so that no interval hits its confidence exactly; Wilson's swings around it.
        Assert.InRange((double)covered / Runs, 0.84, 0.97);
    }

    [Fact]
    public void Known_bounds_come_out()
    {
        // Wilson's interval of 8 in 10 with z = 1.96: 0.490 to 0.943.
        PassRateBounds bounds = PassRateBounds.Of(8, 10, 0.975);

        Assert.Equal(0.490, bounds.Lower, 3);
        Assert.Equal(0.943, bounds.Upper, 3);
        Assert.Equal(new PassRateBounds(0, 0.5, 1), PassRateBounds.Of(0, 0));
    }

    [Fact]
    public void An_outcome_counts_half_after_its_half_life()
    {
        ModelEvidence evidence = ModelEvidence.None.With(1, 0.5, 100, Now, HalfLife).FadedTo(Now + HalfLife, HalfLife);

        Assert.Equal(new ModelEvidence(0.5, 0.5, 0.25, 50, Now + HalfLife), evidence);
        Assert.Equal(evidence, evidence.FadedTo(Now, HalfLife));
    }

    [Fact]
    public void Sums_of_instances_add_up_whatever_the_order()
    {
        ModelEvidence one = ModelEvidence.None.With(1, 0.5, 100, Now, HalfLife);
        ModelEvidence other = ModelEvidence.None.With(0, 0.25, 10, Now + TimeSpan.FromDays(3), HalfLife);

        Assert.Equal(one.Plus(other, HalfLife), other.Plus(one, HalfLife));
        Assert.Equal(one.With(0, 0.25, 10, Now + TimeSpan.FromDays(3), HalfLife), one.Plus(other, HalfLife));
    }

    [Fact]
    public void Without_evidence_the_prior_speaks_and_with_much_of_it_it_is_silent()
    {
        ModelEvidence much = new(300, 1000, 300, 0, Now);

        Assert.Equal(0.7, ModelEvidence.None.PassRate(Prior).Rate, 9);
        Assert.InRange(much.PassRate(Prior).Rate, 0.3, 0.31);
        Assert.InRange(much.PassRate(Prior).Lower, 0.28, 0.3);
    }

    [Fact]
    public void A_model_that_is_given_the_hard_prompts_is_not_wronged()
    {
        // 40 of 100 passed, and no more were foretold to.
        ModelEvidence hard = new(40, 100, 40, 0, Now);

        (double lower, double middle, double upper) = hard.Correction(EvidencePrior.Of(0.5));

        Assert.Equal(0, middle, 1);
        Assert.True(lower < middle && middle < upper);
    }

    [Theory]
    [InlineData(-0.1, 0.5, 1)]
    [InlineData(1.1, 0.5, 1)]
    [InlineData(double.NaN, 0.5, 1)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(1, 0.5, -1)]
    public void Impossible_outcomes_are_refused(double score, double foretold, long tokens)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelEvidence.None.With(score, foretold, tokens, Now, HalfLife));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_prior_is_sure_of_nothing(double rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EvidencePrior.Of(rate));
    }
}
