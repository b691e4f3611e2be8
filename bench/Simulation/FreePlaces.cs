namespace AgentFunctions.Bench.Simulation;

/// <summary>The instances that can take a task. Each has receivers open, and the queue gives to one of them by chance.</summary>
internal sealed class FreePlaces(Random random)
{
    private readonly List<SimulatedInstance> _free = [];

    public bool Any => _free.Count > 0;

    public SimulatedInstance Draw() => _free[random.Next(_free.Count)];

    public void Add(SimulatedInstance instance)
    {
        if (instance.FreeAt < 0)
        {
            instance.FreeAt = _free.Count;
            _free.Add(instance);
        }
    }

    public void Remove(SimulatedInstance instance)
    {
        if (instance.FreeAt < 0)
        {
            return;
        }

        SimulatedInstance last = _free[^1];
        (_free[instance.FreeAt], last.FreeAt) = (last, instance.FreeAt);
        _free.RemoveAt(_free.Count - 1);
        instance.FreeAt = -1;
    }
}
