namespace AgentFunctions.Routing.Decisions;

/// <summary>
/// The offers of an agent's latest tasks. From them follows the going rate that reaches a goal. Soft state: lost, it fills again in
/// <see cref="Least"/> tasks. Thread-safe.
/// </summary>
/// <param name="most">How many tasks it keeps.</param>
public sealed class RecentTasks(int most = RecentTasks.DefaultMost)
{
    /// <summary>Tasks kept by default.</summary>
    public const int DefaultMost = 300;

    /// <summary>With fewer tasks no going rate is given.</summary>
    public const int Least = 20;

    private readonly Lock _lock = new();
    private readonly Queue<IReadOnlyList<Offer>> _tasks = [];

    /// <summary>Keeps a task's offers.</summary>
    public void Add(IReadOnlyList<Offer> offers)
    {
        lock (_lock)
        {
            _tasks.Enqueue(offers);
            while (_tasks.Count > most)
            {
                _tasks.Dequeue();
            }
        }
    }

    /// <summary>
    /// The going rate at which the tasks kept would have reached the goal, and whether they would; 0 or more. Null with fewer than <see cref="Least"/>.
    /// </summary>
    public (double GoingRate, bool MeetsGoal)? GoingRate(RoutingGoal goal)
    {
        IReadOnlyList<Offer>[] tasks;
        lock (_lock)
        {
            tasks = [.. _tasks];
        }

        return tasks.Length < Least ? null : Find(tasks, goal);
    }

    private static (double GoingRate, bool MeetsGoal) Find(IReadOnlyList<Offer>[] tasks, RoutingGoal goal)
    {
        (double passes, double spent, List<(double Rate, double Passes, double Price)> steps) = Steps(tasks);
        foreach ((double rate, double morePasses, double morePrice) in steps.OrderByDescending(s => s.Rate))
        {
            // A step is taken below its rate; the going rate stays at the last step that the goal leaves out.
            bool stop = goal switch
            {
                RoutingGoal.Quality quality => passes >= quality.PassRate * tasks.Length,
                RoutingGoal.Spend spend => spent + morePrice > (double)spend.PerTask.Amount * tasks.Length,
                _ => throw new ArgumentOutOfRangeException(nameof(goal)),
            };
            if (stop)
            {
                return (rate, Met(goal, passes, spent, tasks.Length));
            }

            (passes, spent) = (passes + morePasses, spent + morePrice);
        }

        return (0, Met(goal, passes, spent, tasks.Length));
    }

    /// <summary>What the cheapest offers alone bring, and what each step to a dearer offer adds.</summary>
    private static (double Passes, double Spent, List<(double Rate, double Passes, double Price)> Steps) Steps(IReadOnlyList<Offer>[] tasks)
    {
        double passes = 0;
        double spent = 0;
        List<(double Rate, double Passes, double Price)> steps = [];
        foreach (IReadOnlyList<Offer> offers in tasks)
        {
            IReadOnlyList<(int Offer, double BelowRate)> path = TradeOff.Path(offers);
            (passes, spent) = (passes + offers[path[0].Offer].LowerPassRate, spent + offers[path[0].Offer].Price);
            foreach (((int from, _), (int to, double rate)) in path.Zip(path.Skip(1)).Where(s => s.Second.BelowRate > 0))
            {
                steps.Add((rate, offers[to].LowerPassRate - offers[from].LowerPassRate, offers[to].Price - offers[from].Price));
            }
        }

        return (passes, spent, steps);
    }

    private static bool Met(RoutingGoal goal, double passes, double spent, int tasks) => goal switch
    {
        RoutingGoal.Quality quality => passes >= quality.PassRate * tasks,
        RoutingGoal.Spend spend => spent <= (double)spend.PerTask.Amount * tasks,
        _ => throw new ArgumentOutOfRangeException(nameof(goal)),
    };
}
