# Words of vehicles and the catalogue.

## Names
kind-vehicle = Vehicle
kinds-vehicle = Vehicles
kind-vehicle-plural = Vehicles
kind-party = Owner or driver
kind-catalogue = Catalogue
journal-plate = Plate changed
journal-odometer = Odometer read
nav-vehicles = Vehicles
nav-catalogue = Catalogue
capability-catalogue-manage = Manage the catalogue
capability-vehicles-override = Accept a VIN against its check digit
timeline-car-came = Car added
timeline-car-left = Car passed on
dictionary-vehicle-usage = Use of the vehicle
dictionary-vehicle-status = State of the vehicle
dictionary-vehicle-power = Power
dictionary-plate-type = Kind of plate

## Fields
vehicle-plate = Plate
vehicle-vin = VIN
vehicle-brand = Brand
vehicle-series = Series
vehicle-model = Model
vehicle-catalogue-model = Model in the catalogue
vehicle-colour = Colour
vehicle-model-year = Model year
vehicle-odometer-km = Odometer
vehicle-odometer-on = Read on
vehicle-delivered-on = Delivered on
vehicle-registered-on = Registered on
vehicle-insured-until = Insured until
vehicle-consultant = Consultant
vehicle-store = Store
vehicle-engine-no = Engine number
vehicle-motor-nos = Motor numbers
vehicle-chassis-no = Chassis number (not a VIN)
vehicle-plate-type = Kind of plate
vehicle-usage = Use
vehicle-status = State
vehicle-remark = Remark
vehicle-touched-at = Last activity
vehicle-created-at = Entered
vehicle-updated-at = Changed

## Page
vehicle-facts = Facts
vehicle-typed = typed “{ $text }”
vehicle-edit = Edit vehicle
vehicle-record = Vehicle
vehicle-save = Save
vehicle-new = New vehicle
vehicle-add = Add vehicle
vehicle-panel-empty = No vehicle on file yet.
vehicle-part-numbers = Plate and numbers
vehicle-part-product = Product
vehicle-part-use = Use
vehicle-part-custom = More
vehicle-part-owner = Customer and odometer
vehicle-vin-override = The check digit is wrong; I have looked at the car and keep it
vehicle-check-meant = Did you mean
vehicle-check-brand = By its VIN:
vehicle-role = Role
vehicle-role-owner = Owner
vehicle-role-driver = Driver
vehicle-role-payer = Payer
vehicle-dates = Dates
vehicle-date-unknown = unknown
vehicle-until-now = now
vehicle-on = From
vehicle-day = Day
vehicle-parties = Owners and drivers
vehicle-no-parties = There is no owner or driver that you can see.
vehicle-owner-change = Change owner
vehicle-party-add = Add a driver or payer
vehicle-party-end = End from today
vehicle-plates = Plates
vehicle-no-plate = No plate yet.
vehicle-plate-change = Change plate
vehicle-plate-empty = Leave empty to take the plate off.
vehicle-taken = If another car wears this plate
vehicle-taken-refuse = Change nothing
vehicle-taken-bare = Take it off that car
vehicle-taken-swap = Swap the two plates
vehicle-odometer = Odometer
vehicle-odometer-record = Record a reading
vehicle-odometer-replaced = New odometer fitted
vehicle-no-readings = No reading yet.
vehicle-source = Source
vehicle-source-entry = Entered
vehicle-source-visit = Visit
vehicle-source-import = Import
vehicle-doubt = Doubt
vehicle-life = Whole life
vehicle-no-visits = No visit yet.
vehicle-visit-service = Service
vehicle-visit-sales = Sales visit
vehicle-insurance-due = Insurance ends

## Refusals
vehicle-without-identifier = Please give a VIN, a plate or a chassis number.
vehicle-vin-known = There is a vehicle with this VIN already.
vehicle-plate-worn = Another vehicle wears this plate.
vehicle-override-not-allowed = Only a manager may accept this VIN.
vehicle-model-year-unlikely = This model year is unlikely.
vehicle-place-out-of-reach = You cannot enter vehicles at this store.
vehicle-store-unknown = There is no such store.
vehicle-role-unknown = There is no such role.
vehicle-owner-same = They own it already.
vehicle-party-known = They are on file in this role already.
vehicle-date-before-beginning = The date is before the present entry begins.
vehicle-reading-impossible = A reading is not negative and not in the future.

## Catalogue
catalogue-title = Catalogue
catalogue-empty = The catalogue is empty
catalogue-empty-text = Add a brand, then its series and models. They can be chosen when a vehicle is entered.
catalogue-brand = Brand
catalogue-series = Series
catalogue-model = Model
catalogue-option = Option
catalogue-colour = Colour
catalogue-add-brand = Add brand
catalogue-add-series = Add series
catalogue-add-model = Add model
catalogue-add-option = Add option
catalogue-add-colour = Add colour
catalogue-nothing-below = Nothing here yet.
catalogue-not-on-sale = Not on sale
catalogue-remove = Remove “{ $name }” from the catalogue
catalogue-in-use = Something still hangs on it, or vehicles use it; it cannot be removed.
catalogue-field-name = Name
catalogue-field-name-en = English name
catalogue-field-wmis = Maker codes
catalogue-wmis-hint = VINs that begin with these codes suggest the brand; separate them by blanks, such as LSV LFV.
catalogue-field-code = Maker's code
catalogue-field-model-year = Model year
catalogue-field-power = Power
catalogue-field-guide-price = Guide price
catalogue-field-on-sale = On sale
catalogue-field-price = Surcharge
catalogue-field-part = Part
catalogue-part-exterior = Exterior
catalogue-part-interior = Interior

## Import
vehicle-import-other-owner = This car has another owner on file. The owner was not changed; please check.
vehicle-import-other-plate = The plate differs from the file and was not changed; please check.
vehicle-import-not-entered = No vehicle was made: the mode of the import or your permission does not allow it.
vehicle-import-only-a-model = Without a plate, a VIN or a day of purchase the model made no vehicle.
import-target-vehicle-plate = Plate
import-target-vehicle-vin = VIN
import-target-vehicle-brand = Brand
import-target-vehicle-series = Series
import-target-vehicle-model = Model
import-target-vehicle-colour = Colour
import-target-vehicle-registered-on = Registered on
import-target-vehicle-insured-until = Insured until
vehicle-delete-refused = You cannot delete this vehicle. If it has to go, ask your group’s administrator.
vehicle-merge-along = { $n ->
    [one] 1 car with its visits
   *[other] { $n } cars with their visits
}

# what an undoing leaves as it stands
vehicle-custom = Custom fields
journal-party = Owner or driver changed
