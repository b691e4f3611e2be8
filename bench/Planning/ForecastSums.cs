namespace AgentFunctions.Bench.Planning;

/// <summary>What the runs of a forecast add up to.</summary>
internal sealed class ForecastSums
{
    private readonly List<WaitPart> _parts = [];
    private readonly List<ColdPart> _cold = [];
    private readonly Dictionary<(int Servers, int Load), double> _erlang = [];
    private double _moments;
    private double _slots;
    private double _busy;
    private double _instances;
    private double _active;

    public void Add(WaitPart part) => _parts.Add(part);

    public void Add(ColdPart part)
    {
        if (part.Weight > 0)
        {
            _cold.Add(part);
        }
    }

    /// <param name="gone">Share of the moment in which there is no instance.</param>
    public void AddMoment(int ready, double busy, int instances, int concurrency, double gone)
    {
        _moments++;
        _slots += ready * concurrency * (1 - gone);
        _busy += busy;
        _instances += instances * (1 - gone);

        // A task goes to any free place, so that an instance is idle when none of its places is taken.
        _active += ready == 0 ? 0 : ready * (1 - Math.Pow(1 - Math.Min(1, busy / (ready * concurrency)), concurrency));
    }

    /// <summary>Erlang C, remembered for loads that differ by less than a hundredth of their deviation.</summary>
    public double Waits(double load, int servers)
    {
        double grid = Math.Sqrt(servers) / 100;
        (int, int) key = (servers, (int)Math.Round(load / grid));
        if (!_erlang.TryGetValue(key, out double waits))
        {
            _erlang[key] = waits = ErlangC.Waits(key.Item2 * grid, servers);
        }

        return waits;
    }

    public PoolFigures Read()
    {
        WaitCurve waits = new(_parts, _cold);
        return new PoolFigures(
            waits.Mean, waits.At(0.5), waits.At(0.95), waits.At(0.99), _slots == 0 ? 0 : Math.Min(1, _busy / _slots), _instances / _moments, _active / _moments);
    }
}
