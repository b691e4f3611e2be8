namespace AgentFunctions.Bench.Routing;

/// <summary>
/// Accuracy against cost, from all prompts on the cheapest model to all on the dearest, with the figures of RouteLLM (arXiv 2406.18665
/// and routellm/evals/evaluate.py of lm-sys/RouteLLM).
/// </summary>
internal sealed class CostQualityCurve
{
    private readonly CurvePoint[] _points;

    /// <param name="points">Of any order; the ends at cost 0 and 1 must be among them.</param>
    public CostQualityCurve(IEnumerable<CurvePoint> points)
    {
        _points = [.. points.OrderBy(p => p.Cost)];
    }

    public IReadOnlyList<CurvePoint> Points => _points;

    /// <summary>What the dearest model has over the cheapest; where it is not above 0, there is no gap to recover.</summary>
    public double Gap => _points[^1].Accuracy - _points[0].Accuracy;

    /// <summary>
    /// Average performance gap recovered: the area under PGR = (accuracy - cheapest) / (dearest - cheapest) over cost, by trapezoids.
    /// A random mix of two models has 0.5. NaN without a gap.
    /// </summary>
    public double Apgr => Area(_points);

    /// <summary>The same from eleven points only, as RouteLLM's evaluation takes them unless told otherwise.</summary>
    public double ApgrOfTenIntervals => Area([.. Enumerable.Range(0, 11).Select(i => new CurvePoint(i / 10.0, AccuracyAt(i / 10.0)))]);

    /// <summary>Call-performance threshold: the least cost at which this share of the gap is recovered. NaN without a gap.</summary>
    public double Cpt(double share) => Gap > 0 ? CostOf(_points[0].Accuracy + (share * Gap)) : double.NaN;

    /// <summary>The least cost at which the accuracy is reached.</summary>
    public double CostOf(double accuracy)
    {
        for (int i = 0; i < _points.Length; i++)
        {
            if (_points[i].Accuracy >= accuracy - 1e-12)
            {
                return i == 0 || _points[i].Accuracy == _points[i - 1].Accuracy
                    ? _points[i].Cost
                    : _points[i - 1].Cost + ((accuracy - _points[i - 1].Accuracy) / (_points[i].Accuracy - _points[i - 1].Accuracy) * (_points[i].Cost - _points[i - 1].Cost));
            }
        }

        return double.NaN;
    }

    /// <summary>Accuracy at a cost between 0 and 1.</summary>
    public double AccuracyAt(double cost)
    {
        int right = Math.Max(1, Array.FindIndex(_points, p => p.Cost >= cost));
        (CurvePoint a, CurvePoint b) = (_points[right - 1], _points[right]);
        return b.Cost == a.Cost ? b.Accuracy : a.Accuracy + ((cost - a.Cost) / (b.Cost - a.Cost) * (b.Accuracy - a.Accuracy));
    }

    private double Area(CurvePoint[] points)
    {
        double area = points.Zip(points.Skip(1), (a, b) => (b.Cost - a.Cost) * ((a.Accuracy + b.Accuracy) / 2)).Sum();
        return Gap > 0 ? (area - points[0].Accuracy) / Gap : double.NaN;
    }
}
