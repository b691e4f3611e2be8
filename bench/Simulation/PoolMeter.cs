using AgentFunctions.Bench.Measuring;
using AgentFunctions.Bench.Planning;

namespace AgentFunctions.Bench.Simulation;

/// <summary>Adds up what a run comes to, between 0 and its end, over several runs.</summary>
internal sealed class PoolMeter
{
    private readonly List<double> _waits = [];
    private double _measured;
    private double _until;
    private double _now;
    private double _slotSeconds;
    private double _busySeconds;
    private double _instanceSeconds;
    private double _activeSeconds;
    private double _waitingSeconds;

    /// <summary>Tasks that were measured.</summary>
    public int Tasks => _waits.Count;

    /// <summary>Mean tasks that waited for a worker, those put off by the provider's limits included.</summary>
    public double MeanWaiting => _waitingSeconds / _measured;

    /// <summary>Mean tasks under way.</summary>
    public double MeanBusy => _busySeconds / _measured;

    /// <summary>A run begins.</summary>
    public void Begin(double from, double until)
    {
        (_now, _until) = (from, until);
        _measured += until;
    }

    /// <summary>Time goes on; the figures are those of the time that ends.</summary>
    public void MoveTo(double now, int slots, int busy, int instances, int active, int waiting)
    {
        double span = Math.Min(now, _until) - Math.Max(_now, 0);
        if (span > 0)
        {
            _slotSeconds += span * slots;
            _busySeconds += span * busy;
            _instanceSeconds += span * instances;
            _activeSeconds += span * active;
            _waitingSeconds += span * waiting;
        }

        _now = now;
    }

    public void Begun(SimulatedTask task, double now)
    {
        if (task.At >= 0 && task.At < _until)
        {
            _waits.Add(now - task.At);
        }
    }

    public PoolFigures Read()
    {
        if (_waits.Count == 0)
        {
            return new PoolFigures(0, 0, 0, 0, 0, _instanceSeconds / _measured, 0);
        }

        Percentiles waits = new(_waits);
        return new PoolFigures(
            _waits.Average(), waits.P50, waits.P95, waits.P99, _slotSeconds == 0 ? 0 : _busySeconds / _slotSeconds, _instanceSeconds / _measured, _activeSeconds / _measured);
    }
}
