namespace AgentFunctions.Routing.Decisions;

/// <summary>Draws from distributions.</summary>
internal static class Sampling
{
    /// <summary>Mean 0, variance 1 (Box and Muller, 1958).</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double Beta(double a, double b, Random random)
    {
        double x = Gamma(a, random);
        return x / (x + Gamma(b, random));
    }

    // Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26, 2000.
    private static double Gamma(double shape, Random random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(random);
            double v = 1 + (c * x);
            v = v * v * v;
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return d * v;
            }
        }
    }
}
